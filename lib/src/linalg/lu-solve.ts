import { checkFinite, checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { NumericalError } from '../errors.js';
import { runNow } from './backend.js';
import { backend } from './engine.js';
import type { Matrix } from './matrix.js';

/**
 * X with A X = B by LU with partial pivoting; A `(n, n)`, B `(n, k)`, result `(n, k)`.
 * @throws InputError if shapes or precisions differ, or an entry is not finite.
 * @throws NumericalError if a pivot is exactly zero. A nearly singular A gives a large X without a word.
 * @example
 * ```ts
 * luSolve(fromRows([[0, 2], [1, 0]]), fromRows([[4], [3]])); // [[3], [2]]
 * ```
 */
export function luSolve(a: Matrix, b: Matrix): Matrix {
  checkSquare('luSolve', 'a', a);
  checkMatrix('luSolve', 'b', b, { rows: a.rows });
  checkSamePrecision('luSolve', { a, b });
  checkFinite('luSolve', 'a', a.data);
  checkFinite('luSolve', 'b', b.data);
  const x = b.clone();
  const info = runNow(backend().gesv(a.rows, b.cols, a.clone().data, x.data));
  if (info !== 0) {
    throw new NumericalError(
      `luSolve: a is singular, pivot ${info - 1} of ${a.rows} is zero; use lstsq for the solution of least norm`,
    );
  }
  return x;
}
