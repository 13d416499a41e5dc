import { inverseResidual } from 'agop/learners/adaptive-sgd/inverse-residual';
import { newtonSchulz } from 'agop/learners/adaptive-sgd/newton-schulz';
import {
  rightStochasticInversion,
  stochasticInversion,
} from 'agop/learners/adaptive-sgd/stochastic-inversion';
import { epochFactor } from 'agop/learners/adaptive-sgd/two-layer-tanh';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, identity, Matrix } from 'agop/linalg/matrix';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

/** A = I + noise with an estimate of its inverse that leaves a residual of norm `size`. */
function problem(d: number, size: number): { a: Matrix; x: Matrix } {
  const random = new Random(0);
  const a = random.normalMatrix(d, d);
  for (let i = 0; i < a.data.length; i++) a.data[i] *= 0.3 / Math.sqrt(d);
  for (let i = 0; i < d; i++) a.data[i * d + i] += 1;
  let x = identity(d);
  for (let k = 0; k < 8; k++) x = newtonSchulz(a, x);
  const e = random.normalMatrix(d, d);
  const scale = size / norm(e);
  return { a, x: matmul(e, x, { alpha: -scale, beta: 1, out: x.clone() }) };
}

const difference = (a: Matrix, b: Matrix): number =>
  Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i])));

test.each([2, 7, 64])('blocks of %i give the iterates of single rank-one steps', (block) => {
  const { a, x } = problem(40, 0.9);
  // A column may come twice in a block, as it does with replacement.
  const order = [...new Random(1).permutation(40), 3, 3, 5, 3];
  const [single, blocked] = [x.clone(), x.clone()];
  stochasticInversion(a, single, order, { block: 1 });
  stochasticInversion(a, blocked, order, { block });
  // Sums of 40 numbers of size 1 in another order: some hundred units of rounding.
  expect(difference(single, blocked)).toBeLessThan(1e-13);
});

test('an epoch multiplies the residual by its diagonal, up to third order, in any order', () => {
  for (const seed of [1, 2, 3]) {
    const { a, x } = problem(12, 1e-3);
    const e = inverseResidual(a, x);
    stochasticInversion(a, x, new Random(seed).permutation(12));
    const after = inverseResidual(a, x);
    const rest = after.data.map((value, p) => value - e.data[p] * e.get(p % 12, p % 12));
    expect(norm(new Matrix(12, 12, rest))).toBeLessThan(0.2 * norm(e) ** 3);
  }
});

test('a step of Newton-Schulz squares the residual', () => {
  const { a, x } = problem(10, 0.5);
  const e = inverseResidual(a, x);
  expect(difference(inverseResidual(a, newtonSchulz(a, x)), matmul(e, e))).toBeLessThan(1e-13);
});

test('the epoch factor of two samples is their squared cosine, and 0 where gradients are orthogonal', () => {
  expect(
    epochFactor(
      fromRows([
        [1, 0.6],
        [0.6, 1],
      ]),
      [0, 1],
    ),
  ).toBeCloseTo(0.36, 10);
  expect(epochFactor(identity(3), [2, 0, 1])).toBe(0);
});

test('right steps are gradient steps on ½‖X aᵢ − eᵢ‖² multiplied by XᵀX, by central differences', () => {
  const { a, x } = problem(7, 0.4);
  const loss = (y: Matrix, i: number): number => {
    const lacks = inverseResidual(a, y);
    let sum = 0;
    for (let r = 0; r < 7; r++) sum += lacks.get(r, i) ** 2 / 2;
    return sum;
  };
  for (const i of [0, 3, 6]) {
    const gradient = new Matrix(7, 7, new Float64Array(49));
    const h = 1e-5;
    for (let p = 0; p < 49; p++) {
      const [up, down] = [x.clone(), x.clone()];
      up.data[p] += h;
      down.data[p] -= h;
      gradient.data[p] = (loss(up, i) - loss(down, i)) / (2 * h);
    }
    const right = matmul(x, x, { transA: true });
    const want = matmul(gradient, right, { alpha: -1, beta: 1, out: x.clone() });
    const got = x.clone();
    rightStochasticInversion(a, got, [i]);
    // Differences of a quadratic are exact but for rounding, 1e-16 / h.
    expect(difference(got, want)).toBeLessThan(1e-9);
  }
});

test('right steps follow E − E eᵢ (eᵢ − E eᵢ)ᵀ (I − E), in which A does not occur, over three epochs', () => {
  const { a, x } = problem(12, 0.4);
  const random = new Random(2);
  let e = inverseResidual(a, x);
  for (let epoch = 0; epoch < 3; epoch++) {
    const order = random.permutation(12);
    rightStochasticInversion(a, x, order);
    for (const i of order) {
      const column = new Matrix(
        12,
        1,
        e.data.filter((_, p) => p % 12 === i),
      );
      const product = new Matrix(
        1,
        12,
        column.data.map((value, r) => (r === i ? 1 : 0) - value),
      );
      const left = identity(12);
      for (let p = 0; p < 144; p++) left.data[p] -= e.data[p];
      e = matmul(matmul(column, product), left, { alpha: -1, beta: 1, out: e.clone() });
    }
    expect(difference(inverseResidual(a, x), e)).toBeLessThan(1e-14);
  }
});

test('an epoch of right steps leaves 2 Eⱼ Eⱼⱼ and Eᵢ Eⱼᵢ of the columns i visited after j, up to third order', () => {
  for (const seed of [1, 2]) {
    const { a, x } = problem(12, 1e-3);
    const e = inverseResidual(a, x);
    const order = Array.from(new Random(seed).permutation(12));
    rightStochasticInversion(a, x, order);
    const rest = inverseResidual(a, x);
    for (const [at, j] of order.entries()) {
      for (let r = 0; r < 12; r++) {
        rest.data[r * 12 + j] -= 2 * e.get(r, j) * e.get(j, j);
        for (const i of order.slice(at + 1)) rest.data[r * 12 + j] -= e.get(r, i) * e.get(j, i);
      }
    }
    expect(norm(rest)).toBeLessThan(norm(e) ** 3);
  }
});
