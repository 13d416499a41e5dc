import { cholesky, choleskySolve } from 'agop/linalg/cholesky';
import { conjugateGradient } from 'agop/linalg/conjugate-gradient';
import { gemv } from 'agop/linalg/gemv';
import { gram } from 'agop/linalg/gram';
import { Matrix } from 'agop/linalg/matrix';
import { norm } from 'agop/linalg/norm';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';
import { diagonal, distance } from './support.js';

const n = 60;
const random = new Random(1);
const a = gram(random.normalMatrix(n, n));
for (let i = 0; i < n; i++) a.data[i * n + i] += n;
const b = random.normalMatrix(n, 1).data as Float64Array;

test('conjugateGradient agrees with Cholesky, for a matrix and for a function', async () => {
  const expected = choleskySolve(cholesky(a), new Matrix(n, 1, b));
  for (const operator of [a, (v: Float64Array) => gemv(a, v)]) {
    const { x, residual } = await conjugateGradient(operator, b, { tolerance: 1e-12 });
    // The condition number is below 6: the error is at most that many residuals.
    expect(distance({ data: x }, expected)).toBeLessThanOrEqual(6e-12 * norm(expected));
    expect(residual).toBeLessThanOrEqual(2e-12);
  }
});

test('conjugateGradient needs one iteration with the inverse as preconditioner, and k for k different eigenvalues', async () => {
  const l = cholesky(a);
  const preconditioner = (r: Float64Array) => choleskySolve(l, new Matrix(n, 1, r)).data;
  expect((await conjugateGradient(a, b, { preconditioner })).iterations).toBeLessThanOrEqual(2);
  const three = diagonal(Float64Array.from({ length: n }, (_, i) => 1 + (i % 3)));
  expect((await conjugateGradient(three, b)).iterations).toBeLessThanOrEqual(3);
});

test('conjugateGradient reports each iteration and stops when the step throws', async () => {
  const seen: number[] = [];
  const { iterations } = await conjugateGradient(a, b, { step: (done) => void seen.push(done) });
  expect(seen).toEqual(Array.from({ length: iterations - 1 }, (_, i) => i + 1));
  const stop = async (done: number): Promise<void> => {
    if (done === 2) throw new Error('stopped by the user');
  };
  await expect(conjugateGradient(a, b, { step: stop })).rejects.toThrow('stopped by the user');
});

test('conjugateGradient of b = 0 is 0', async () => {
  const { x, iterations } = await conjugateGradient(a, new Float64Array(n));
  expect(x.every((value) => value === 0)).toBe(true);
  expect(iterations).toBe(0);
});
