import { checkSymmetric } from '../check.js';
import { NumericalError } from '../errors.js';
import { runLater, runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import { allocate, type Matrix, type Real, transpose } from './matrix.js';

export interface Eigh {
  /** Eigenvalues, ascending, `(n)`. */
  values: Real;
  /** Orthonormal eigenvectors as columns, `(n, n)`. Their signs are the engine's choice. */
  vectors: Matrix;
}

/**
 * A = V diag(λ) Vᵀ; A `(n, n)` symmetric, of which the lower triangle is used.
 * @throws InputError if A is not square, symmetric and finite.
 * @throws NumericalError if the iteration does not converge.
 * @example
 * ```ts
 * eigh(fromRows([[2, 1], [1, 2]])).values; // [1, 3]
 * ```
 */
export function eigh(a: Matrix): Eigh {
  return runNow(decompose('eigh', a));
}

/**
 * `eigh` in another thread.
 * @throws InputError and NumericalError as `eigh`.
 * @example
 * ```ts
 * (await eighAsync(fromRows([[2, 1], [1, 2]]))).values; // [1, 3]
 * ```
 */
export function eighAsync(a: Matrix): Promise<Eigh> {
  return runLater(decompose('eighAsync', a));
}

function* decompose(fn: string, a: Matrix): Routine<Eigh> {
  const { values, rows } = yield* eigenRows(fn, a);
  return { values, vectors: transpose(rows) };
}

/** Eigenvalues, ascending, and eigenvectors as rows, which is how LAPACK leaves them. */
export function* eigenRows(fn: string, a: Matrix): Routine<{ values: Real; rows: Matrix }> {
  checkSymmetric(fn, 'a', a);
  const rows = a.clone();
  const values = allocate(a.rows, a.precision);
  const info = yield* backend().syevd(a.rows, rows.data, values);
  if (info !== 0) throw new NumericalError(`${fn}: the iteration did not converge (info ${info})`);
  return { values, rows };
}
