import { InputError } from 'agop/errors';
import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { type Matrix, zeros } from 'agop/linalg/matrix';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';
import { topEigenpairs } from 'agop/linalg/top-eigenpairs';
import { trackEigenpairs } from 'agop/linalg/track-eigenpairs';
import { criticalLearningRate } from 'agop/nets/critical-learning-rate';
import { meanSquaredError } from 'agop/nets/loss';
import { mlp } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { expect, test } from 'vitest';

const N = 120;
const K = 5;
const basis = qr(new Random(0).normalMatrix(N, N)).q;

/** V diag(values) Vᵀ, its other eigenvalues falling from 0.5. */
function withSpectrum(values: number[], v: Matrix = basis): Matrix {
  const roots = zeros(N, N);
  for (let j = 0; j < N; j++) {
    const root = Math.sqrt(values[j] ?? 0.5 * 0.93 ** (j - values.length));
    for (let i = 0; i < N; i++) roots.set(i, j, v.get(i, j) * root);
  }
  return gram(roots);
}

/** V turned by a small angle in random planes. */
function turned(v: Matrix, angle: number, random: Random): Matrix {
  const moved = random.normalMatrix(N, N);
  for (let i = 0; i < N * N; i++) moved.data[i] = v.data[i] + (angle / Math.sqrt(N)) * moved.data[i];
  return qr(moved).q;
}

/** Eigenvalues, orthonormality and residuals against LAPACK; 1e-10 of λ₁ is ten times the residual allowed. */
function expectRight(a: Matrix, found: { values: ArrayLike<number>; vectors: Matrix }): void {
  const exact = topEigenpairs(a, found.values.length);
  const [top, images] = [exact.values[0], matmul(found.vectors, a)];
  for (let i = 0; i < found.values.length; i++) {
    expect(Math.abs(found.values[i] - exact.values[i])).toBeLessThan(1e-12 * top);
    const [v, image] = [found.vectors.row(i), images.row(i)];
    const miss = Math.hypot(...image.map((value, j) => value - found.values[i] * v[j]));
    expect(miss).toBeLessThan(1e-10 * top);
    for (let j = 0; j <= i; j++) {
      const product = Array.from(found.vectors.row(j)).reduce((sum, value, at) => sum + value * v[at], 0);
      expect(Math.abs(product - +(i === j))).toBeLessThan(1e-12);
    }
  }
}

test.each([
  ['well apart', (t: number) => [50 - t, 20, 15, 12, 10 + t / 3, 8, 6, 4, 3, 2]],
  ['crossing', (t: number) => [30 - 2 * t, 20, 12 + t, 11, 10 - t / 2, 5 + t, 4, 3, 2, 1]],
  ['degenerate', () => [30, 10, 10, 10, 10, 10, 10, 10, 2, 1]],
  ['of low rank', () => [30, 20, 10, ...new Array<number>(N - 3).fill(0)]],
  [
    'that rise from far below',
    (t: number) => [30, 20, 15, 12, 10, ...new Array<number>(40).fill(1), t > 5 ? 18 : 0.01],
  ],
  ['that fall a hundredfold at once', (t: number) => [t > 5 ? 0.9 : 90, 0.8, 0.7, 0.6, 0.5, 0.4]],
])('tracked eigenpairs %s are those of the whole decomposition at every step', (_, spectrum) => {
  const random = new Random(1);
  const track = trackEigenpairs(K);
  let v = basis;
  for (let t = 0; t < 12; t++) {
    const a = withSpectrum(spectrum(t), v);
    expectRight(a, track(a));
    v = turned(v, 0.02, random);
  }
});

test('a matrix that has nothing to do with the last one is decomposed as well', () => {
  const track = trackEigenpairs(K);
  for (let t = 0; t < 3; t++) {
    const a = gram(new Random(t).normalMatrix(N, 2 * N));
    expectRight(a, track(a));
  }
});

test('negative eigenvalues and the zero matrix are not its domain, but get right answers', () => {
  const track = trackEigenpairs(K);
  const a = withSpectrum([9, 7, 5, 4, 3]);
  expectRight(a, track(a));
  for (let i = 0; i < N; i++) a.data[i * N + i] -= 20;
  const found = track(a);
  const exact = topEigenpairs(a, K);
  found.values.forEach((value, i) => expect(value).toBeCloseTo(exact.values[i], 9));
  expect([...track(zeros(N, N)).values]).toEqual([0, 0, 0, 0, 0]);
});

test('the kernels of a run with a catapult are followed, the same each time', () => {
  const random = new Random(2);
  const x = random.normalMatrix(N, 10);
  const y = Float64Array.from({ length: N }, (_, i) => x.get(i, 0) * x.get(i, 1));
  const run = (): number[] => {
    const net = mlp({ widths: [10, 64, 1], parametrisation: 'ntk', random: new Random(3) });
    const model = networkModel(net, x);
    const rate = 1.4 * criticalLearningRate(model.tangentKernel());
    const track = trackEigenpairs(K);
    const gradient = new Float64Array(N);
    const seen: number[] = [];
    for (let t = 0; t < 40; t++) {
      meanSquaredError.evaluate(model.outputs(), y, gradient);
      const kernel = model.tangentKernel({ seen: true });
      const found = track(kernel);
      expectRight(kernel, found);
      seen.push(...found.values, ...found.vectors.data);
      model.step(gradient, rate);
    }
    return seen;
  };
  expect(run()).toEqual(run());
});

test('what is given out is not changed by what follows', () => {
  const track = trackEigenpairs(K);
  const a = withSpectrum([50, 40, 30, 20, 10]);
  track(a);
  const second = track(a);
  const kept = second.vectors.data.slice();
  track(withSpectrum([10, 20, 30, 40, 50]));
  expect(second.vectors.data).toEqual(kept);
});

test('small matrices and sizes that change are decomposed afresh', () => {
  const track = trackEigenpairs(2);
  for (const n of [3, 100, 110, 3]) {
    const a = gram(new Random(n).normalMatrix(n, n + 5));
    expectRight(a, track(a));
  }
});

test('k below one and matrices that are not square or too small are refused by name', () => {
  expect(() => trackEigenpairs(0)).toThrow(InputError);
  expect(() => trackEigenpairs(2)(zeros(3, 4))).toThrow(/trackEigenpairs: a has 4 columns/);
  expect(() => trackEigenpairs(4)(zeros(3, 3))).toThrow(/k is 4; a has 3 rows/);
});
