import {
  checkFinite,
  checkMatrix,
  checkNoOverlap,
  checkSamePrecision,
  checkSquare,
  checkSymmetric,
} from '../check.js';
import { mirrorIfSymmetric, mirrorLower, turnUpper } from '../elementwise/triangles.js';
import { InputError, NumericalError } from '../errors.js';
import { runLater, runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import { type Matrix, zeros } from './matrix.js';

export interface CholeskyOptions {
  /** Where L goes, `(n, n)`; may be `a` itself, which spares the memory. Undefined after an error. */
  out?: Matrix;
}

/**
 * Lower L with A = L Lᵀ; A `(n, n)` symmetric positive definite, of which the lower triangle is used.
 * @throws InputError if A is not square, symmetric and finite, or `out` has another shape or precision.
 * @throws NumericalError if A is not positive definite to working precision; the message names the pivot.
 * @example
 * ```ts
 * cholesky(fromRows([[4, 2], [2, 5]])); // [[2, 0], [1, 2]]
 * ```
 */
export function cholesky(a: Matrix, options: CholeskyOptions = {}): Matrix {
  return runNow(factor('cholesky', a, options));
}

/**
 * `cholesky` in another thread.
 * @throws InputError and NumericalError as `cholesky`.
 * @example
 * ```ts
 * await choleskyAsync(fromRows([[4, 2], [2, 5]])); // [[2, 0], [1, 2]]
 * ```
 */
export function choleskyAsync(a: Matrix, options: CholeskyOptions = {}): Promise<Matrix> {
  return runLater(factor('choleskyAsync', a, options));
}

/**
 * X with L Lᵀ X = B; L `(n, n)` from `cholesky`, B `(n, k)`, result `(n, k)`.
 * @throws InputError if shapes or precisions differ, B is not finite, or L has a diagonal entry that is not positive.
 * @example
 * ```ts
 * const l = cholesky(fromRows([[4, 2], [2, 5]]));
 * choleskySolve(l, fromRows([[8], [12]])); // [[1], [2]]
 * ```
 */
export function choleskySolve(l: Matrix, b: Matrix): Matrix {
  return runNow(solve('choleskySolve', l, b));
}

/**
 * `choleskySolve` in another thread.
 * @throws InputError as `choleskySolve`.
 * @example
 * ```ts
 * const l = await choleskyAsync(fromRows([[4, 2], [2, 5]]));
 * await choleskySolveAsync(l, fromRows([[8], [12]])); // [[1], [2]]
 * ```
 */
export function choleskySolveAsync(l: Matrix, b: Matrix): Promise<Matrix> {
  return runLater(solve('choleskySolveAsync', l, b));
}

/**
 * log det(L Lᵀ) = 2 Σ log Lᵢᵢ; L `(n, n)` from `cholesky`.
 * @throws InputError if L is not square or has a diagonal entry that is not positive.
 * @example
 * ```ts
 * logdet(cholesky(fromRows([[4, 2], [2, 5]]))); // 2.77259
 * ```
 */
export function logdet(l: Matrix): number {
  checkFactor('logdet', l);
  let sum = 0;
  for (let i = 0; i < l.rows; i++) sum += Math.log(l.get(i, i));
  return 2 * sum;
}

function* factor(fn: string, a: Matrix, { out }: CholeskyOptions): Routine<Matrix> {
  const l = upperTriangle(fn, a, out);
  const info = yield* backend().potrf(l.rows, l.data);
  if (info !== 0) {
    throw new NumericalError(
      `${fn}: a is not positive definite, pivot ${info - 1} of ${l.rows} is not positive; add a ridge to its diagonal`,
    );
  }
  turnUpper(l.data, l.rows);
  return l;
}

/**
 * A's lower triangle turned into the upper one, in `out`, which may be A itself, or else in new storage; A is checked.
 */
function upperTriangle(fn: string, a: Matrix, out: Matrix | undefined): Matrix {
  checkSquare(fn, 'a', a);
  if (out !== undefined && out !== a) {
    checkMatrix(fn, 'out', out, a);
    checkSamePrecision(fn, { a, out });
    checkNoOverlap(fn, out, { a });
  }
  const n = a.rows;
  const u = out ?? zeros(n, n, a.precision);
  if (!mirrorIfSymmetric(a.data, u.data, n)) {
    checkSymmetric(fn, 'a', a);
    if (u === a) mirrorLower(a.data, n);
  }
  return u;
}

function* solve(fn: string, l: Matrix, b: Matrix): Routine<Matrix> {
  checkFactor(fn, l);
  checkMatrix(fn, 'b', b, { rows: l.rows });
  checkSamePrecision(fn, { l, b });
  checkFinite(fn, 'b', b.data);
  const x = b.clone();
  yield* backend().trsm(false, false, x.rows, x.cols, l.data, x.data);
  yield* backend().trsm(false, true, x.rows, x.cols, l.data, x.data);
  return x;
}

/** @throws InputError unless L is square with a positive diagonal. */
export function checkFactor(fn: string, l: Matrix): void {
  checkSquare(fn, 'l', l);
  for (let i = 0; i < l.rows; i++) {
    if (!(l.get(i, i) > 0)) {
      throw new InputError(
        fn,
        'l',
        `has ${l.get(i, i)} at diagonal position ${i}`,
        'give the factor from cholesky',
      );
    }
  }
}
