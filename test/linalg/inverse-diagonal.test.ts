import { cholesky, choleskySolve } from 'agop/linalg/cholesky';
import { gram } from 'agop/linalg/gram';
import { inverseDiagonal } from 'agop/linalg/inverse-diagonal';
import { fromRows, identity } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';
import { onEachEngine } from './support.js';

onEachEngine((precision, epsilon) => {
  // 128 columns are one block.
  test.each([1, 7, 128, 300])('the diagonal is that of the inverse by a solve, n = %i', (n) => {
    const a = gram(new Random(n).normalMatrix(n, n, precision));
    for (let i = 0; i < n; i++) a.data[i * n + i] += n;
    const l = cholesky(a);
    const inverse = choleskySolve(l, identity(n, precision));
    const diagonal = inverseDiagonal(l);
    // A is well conditioned: the entries are right to a few roundings.
    for (let i = 0; i < n; i++)
      expect(Math.abs(diagonal[i] / inverse.get(i, i) - 1)).toBeLessThan(20 * Math.sqrt(n) * epsilon);
  });
});

test('a matrix that is no factor is refused', () => {
  expect(() => inverseDiagonal(fromRows([[1, 2]]))).toThrow('inverseDiagonal: l');
  expect(() => inverseDiagonal(fromRows([[0]]))).toThrow(
    'inverseDiagonal: l has 0 at diagonal position 0; give the factor from cholesky',
  );
});
