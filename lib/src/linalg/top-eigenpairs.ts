import { checkInteger, checkSymmetric } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { runNow } from './backend.js';
import { backend } from './engine.js';
import { allocate, type Matrix, type Real, zeros } from './matrix.js';

export interface TopEigenpairs {
  /** λ₁ ≥ λ₂ ≥ ... ≥ λ_k. */
  values: Real;
  /** Their orthonormal eigenvectors as rows, `(k, n)`. Their signs are the engine's choice. */
  vectors: Matrix;
}

/**
 * The k largest eigenvalues of a symmetric A `(n, n)` and their eigenvectors, at about half of the cost of `eigh`.
 * @throws InputError if A is not square, symmetric and finite, or k not within 1..n.
 * @throws NumericalError if the iteration does not converge.
 * @example
 * ```ts
 * topEigenpairs(fromRows([[2, 1], [1, 2]]), 1).values; // [3]
 * ```
 */
export function topEigenpairs(a: Matrix, k: number): TopEigenpairs {
  const fn = 'topEigenpairs';
  checkSymmetric(fn, 'a', a);
  checkInteger(fn, 'k', k, 1);
  const n = a.rows;
  if (k > n) throw new InputError(fn, 'k', `is ${k}`, `a has ${n} rows`);
  const [ascending, rows] = [allocate(k, a.precision), zeros(k, n, a.precision)];
  const info = runNow(backend().syevr(n, k, a.clone().data, ascending, rows.data));
  if (info !== 0) throw new NumericalError(`${fn}: the iteration did not converge (info ${info})`);
  const vectors = zeros(k, n, a.precision);
  for (let i = 0; i < k; i++) vectors.row(i).set(rows.row(k - 1 - i));
  return { values: ascending.reverse(), vectors };
}
