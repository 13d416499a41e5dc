import { checkFinite, checkMatrix } from '../check.js';
import { NumericalError } from '../errors.js';
import { runLater, runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import { allocate, type Matrix, type Real, zeros } from './matrix.js';

export interface Svd {
  /** Left singular vectors as columns, `(n, p)`. */
  u: Matrix;
  /** Singular values, descending, `(min(n, d))`. */
  s: Real;
  /** Right singular vectors as rows, `(q, d)`. */
  vt: Matrix;
}

export interface SvdOptions {
  /** p = q = min(n, d) if true, else p = n and q = d. */
  thin?: boolean;
}

/**
 * A = U diag(s) Vᵀ; A `(n, d)`.
 * @throws InputError if A is empty or not finite.
 * @throws NumericalError if the iteration does not converge.
 * @example
 * ```ts
 * svd(fromRows([[3, 0], [0, 4]])).s; // [4, 3]
 * ```
 */
export function svd(a: Matrix, options: SvdOptions = {}): Svd {
  return runNow(svdRoutine('svd', a, options));
}

/**
 * `svd` in another thread.
 * @throws InputError and NumericalError as `svd`.
 * @example
 * ```ts
 * (await svdAsync(fromRows([[3, 0], [0, 4]]))).s; // [4, 3]
 * ```
 */
export function svdAsync(a: Matrix, options: SvdOptions = {}): Promise<Svd> {
  return runLater(svdRoutine('svdAsync', a, options));
}

export function* svdRoutine(fn: string, a: Matrix, { thin = true }: SvdOptions = {}): Routine<Svd> {
  checkMatrix(fn, 'a', a);
  checkFinite(fn, 'a', a.data);
  const least = Math.min(a.rows, a.cols);
  const u = zeros(a.rows, thin ? least : a.rows, a.precision);
  const vt = zeros(thin ? least : a.cols, a.cols, a.precision);
  const s = allocate(least, a.precision);
  const info = yield* backend().gesdd(thin, a.rows, a.cols, a.clone().data, u.data, s, vt.data);
  if (info !== 0) throw new NumericalError(`${fn}: the iteration did not converge (info ${info})`);
  return { u, s, vt };
}
