import {
  newtonSchulzPolar,
  orthogonalityResidual,
  stochasticPolar,
} from 'agop/learners/adaptive-sgd/polar-steps';
import { matmul } from 'agop/linalg/matmul';
import { identity, Matrix } from 'agop/linalg/matrix';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { svd } from 'agop/linalg/svd';
import { expect, test } from 'vitest';

const d = 9;

/** An orthogonal matrix plus noise of norm `size`. */
function nearly(size: number): Matrix {
  const random = new Random(4);
  const { u } = svd(random.normalMatrix(d, d));
  const noise = random.normalMatrix(d, d);
  const scale = size / norm(noise);
  for (let i = 0; i < d * d; i++) u.data[i] += scale * noise.data[i];
  return u;
}
const less = (a: Matrix, b: Matrix): Matrix =>
  new Matrix(
    a.rows,
    a.cols,
    a.data.map((value, i) => value - b.data[i]),
  );

test('a Newton-Schulz step leaves (3F² + F³)/4, and its limit is the polar factor', () => {
  let x = nearly(0.3);
  const { u, vt } = svd(x);
  const f = orthogonalityResidual(x);
  const square = matmul(f, f);
  const want = matmul(square, f, { alpha: 0.25, beta: 0.75, out: square.clone() });
  // A few roundings of numbers of size 1.
  expect(norm(less(orthogonalityResidual(newtonSchulzPolar(x)), want))).toBeLessThan(1e-14);
  for (let k = 0; k < 6; k++) x = newtonSchulzPolar(x);
  expect(norm(less(x, matmul(u, vt)))).toBeLessThan(1e-13);
});

test('a half step is half the gradient of ¼‖I − XᵀX‖² in one column, by central differences', () => {
  const x = nearly(0.5);
  const loss = (y: Matrix): number => norm(orthogonalityResidual(y)) ** 2 / 4;
  const [i, h] = [4, 1e-4];
  const want = x.clone();
  for (let r = 0; r < d; r++) {
    const [up, down] = [x.clone(), x.clone()];
    up.data[r * d + i] += h;
    down.data[r * d + i] -= h;
    want.data[r * d + i] -= (loss(up) - loss(down)) / (4 * h);
  }
  stochasticPolar(x, [i], 0.5);
  // Central differences of a quartic: h² times its third derivative, about 10.
  expect(norm(less(x, want))).toBeLessThan(1e-6);
});

test('near an orthogonal matrix an epoch of half steps leaves a quarter, of full steps second order', () => {
  const order = new Random(5).permutation(d);
  const f = orthogonalityResidual(nearly(1e-4));
  const half = nearly(1e-4);
  stochasticPolar(half, order, 0.5);
  const left = orthogonalityResidual(half);
  for (let i = 0; i < d; i++) {
    // Of the diagonal nothing is left at first order: F, of size 1e-4, squared.
    for (let j = 0; j < d; j++)
      expect(Math.abs(left.get(i, j) - (i === j ? 0 : f.get(i, j) / 4))).toBeLessThan(1e-7);
  }
  const full = nearly(1e-4);
  stochasticPolar(full, order, 1);
  expect(norm(orthogonalityResidual(full))).toBeLessThan(3 * norm(f) ** 2);
});

test('an orthogonal matrix stays, and a column that is not there is an error', () => {
  const x = identity(4);
  stochasticPolar(x, [0, 1, 2, 3], 1);
  expect(norm(less(x, identity(4)))).toBe(0);
  expect(() => stochasticPolar(x, [4], 1)).toThrow(
    'stochasticPolar: order has 4 at position 0; columns are 0 to 3',
  );
  expect(() => stochasticPolar(new Matrix(2, 3, new Float64Array(6)), [0], 1)).toThrow(/square/);
});
