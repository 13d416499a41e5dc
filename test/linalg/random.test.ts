import { Random } from 'agop/linalg/random';
import { xoshiro128 } from 'agop/linalg/xoshiro128';
import { describe, expect, test } from 'vitest';

const N = 100_000;
const draws = (draw: () => number): number[] => Array.from({ length: N }, draw);
const mean = (x: number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

/** sup |F_N - F|; above 2.7 / √N with probability 2 exp(-2 · 2.7²) < 1e-6 if the draws follow F (Massart 1990). */
function kolmogorov(sample: number[], cdf: (x: number) => number): number {
  const sorted = sample.slice().sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => Math.max(cdf(x) - i / N, (i + 1) / N - cdf(x))).filter((_, i) => i % 7 === 0),
  );
}
const KS_BOUND = 2.7 / Math.sqrt(N);

/** Standard normal distribution function, by its power series; exact to 1e-14 for |x| < 5. */
function normalCdf(x: number): number {
  if (Math.abs(x) > 5) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let k = 1; k < 120; k++) sum += term *= (x * x) / (2 * k + 1);
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

// Means of N draws stray from their expectation by more than 5 standard errors once in two million.
const within = (got: number, expected: number, sd: number): void =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual((5 * sd) / Math.sqrt(N));

test('the same seed gives the same numbers, another seed others', () => {
  const bits = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 8 }, () => random.bits());
  };
  expect(bits(7)).toEqual(bits(7));
  const all = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 52].flatMap(bits);
  expect(new Set(all).size).toBe(all.length);
});

test("xoshiro128** gives the numbers of its authors' C program from the state 1, 2, 3, 4", () => {
  const next = xoshiro128([1, 2, 3, 4]);
  expect(Array.from({ length: 10 }, next)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('uniform, normal and gamma have their distributions', () => {
  const random = new Random(1);
  expect(
    kolmogorov(
      draws(() => random.uniform()),
      (x) => x,
    ),
  ).toBeLessThan(KS_BOUND);
  expect(
    kolmogorov(
      draws(() => random.normal()),
      normalCdf,
    ),
  ).toBeLessThan(KS_BOUND);
  expect(
    kolmogorov(
      draws(() => random.gamma(1)),
      (x) => 1 - Math.exp(-x),
    ),
  ).toBeLessThan(KS_BOUND);
  // Gamma(1/2) is half of a squared standard normal.
  const half = (x: number): number => 2 * normalCdf(Math.sqrt(2 * x)) - 1;
  expect(
    kolmogorov(
      draws(() => random.gamma(0.5)),
      half,
    ),
  ).toBeLessThan(KS_BOUND);
});

test('normal has the moments 0, 1, 0, 3', () => {
  const random = new Random(2);
  const x = draws(() => random.normal());
  within(mean(x), 0, 1);
  within(mean(x.map((v) => v ** 2)), 1, Math.sqrt(2));
  within(mean(x.map((v) => v ** 3)), 0, Math.sqrt(15));
  within(mean(x.map((v) => v ** 4)), 3, Math.sqrt(96));
});

describe.each([0.05, 0.5, 1, 3.7, 100])('gamma of shape %f', (shape) => {
  test('has mean and variance equal to its shape', () => {
    const random = new Random(3);
    const x = draws(() => random.gamma(shape));
    within(mean(x), shape, Math.sqrt(shape));
    // Fourth central moment 3 shape² + 6 shape.
    within(mean(x.map((v) => (v - shape) ** 2)), shape, Math.sqrt(2 * shape ** 2 + 6 * shape));
  });
});

test('dirichlet lies on the simplex with means alpha / sum, also for alphas whose gammas underflow', () => {
  const random = new Random(4);
  const alpha = [0.5, 1, 2.5];
  const samples = Array.from({ length: N }, () => random.dirichlet(alpha));
  for (const sample of samples.slice(0, 100)) {
    expect(Math.abs(sample.reduce((a, b) => a + b) - 1)).toBeLessThanOrEqual(4 * 2 ** -52);
  }
  alpha.forEach((a, i) => {
    const p = a / 4;
    within(mean(samples.map((sample) => sample[i])), p, Math.sqrt((p * (1 - p)) / 5));
  });
  const tiny = random.dirichlet([1e-5, 1e-5, 1e-5]);
  expect(Math.abs(tiny.reduce((a, b) => a + b) - 1)).toBeLessThanOrEqual(4 * 2 ** -52);
});

test('integer is uniform: chi-squared over 10 values', () => {
  const random = new Random(5);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < N; i++) counts[random.integer(10)]++;
  const chi2 = counts.reduce((sum, count) => sum + (count - N / 10) ** 2 / (N / 10), 0);
  // The chi-squared distribution with 9 degrees of freedom exceeds 45 with probability 1e-6.
  expect(chi2).toBeLessThan(45);
});

test('permutation holds each number once, each at each place equally often', () => {
  const random = new Random(6);
  const counts = new Float64Array(25);
  const repeats = 20_000;
  for (let k = 0; k < repeats; k++) {
    const order = random.permutation(5);
    expect(new Set(order).size).toBe(5);
    order.forEach((value, place) => counts[5 * place + value]++);
  }
  const sd = Math.sqrt(repeats * 0.2 * 0.8);
  for (const count of counts) expect(Math.abs(count - repeats / 5)).toBeLessThanOrEqual(5 * sd);
});

test('choice draws without replacement, everything if asked', () => {
  const random = new Random(7);
  const some = random.choice(1000, 50);
  expect(new Set(some).size).toBe(50);
  expect(some.every((i) => i >= 0 && i < 1000)).toBe(true);
  expect(Array.from(random.choice(6, 6)).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(random.choice(6, 0)).toHaveLength(0);
});

test('forks depend on seed and label alone, and are uncorrelated with each other and their parent', () => {
  const parent = new Random(8);
  const before = parent.fork('noise').bits();
  parent.uniform();
  expect(parent.fork('noise').bits()).toBe(before);
  const streams = [
    parent,
    parent.fork('a'),
    parent.fork('b'),
    parent.fork('ab'),
    parent.fork(0),
    parent.fork(1),
  ];
  const x = streams.map((stream) => draws(() => stream.normal()));
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) within(mean(x[i].map((v, k) => v * x[j][k])), 0, 1);
  }
});

test('matrices have the asked shape and precision, and uniformMatrix stays below 1 in float32', () => {
  const random = new Random(9);
  const a = random.normalMatrix(3, 5, 'float32');
  expect([a.rows, a.cols, a.precision]).toEqual([3, 5, 'float32']);
  const b = random.uniformMatrix(500, 500, 'float32');
  expect(b.data.every((x: number) => x >= 0 && x < 1)).toBe(true);
});
