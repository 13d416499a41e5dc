import { checkFinite, checkMatrix, checkNonNegative, checkSamePrecision } from '../check.js';
import { runNow } from './backend.js';
import { matmul } from './matmul.js';
import type { Matrix } from './matrix.js';
import { svdRoutine } from './svd.js';

export interface LstsqOptions {
  /** Singular values below rcond · σmax count as 0. Default max(n, d) times the precision's epsilon. */
  rcond?: number;
}

/**
 * X = A⁺ B, of least ‖X‖ among those of least ‖A X - B‖, by the SVD; A `(n, d)`, B `(n, k)`, result `(d, k)`.
 * @throws InputError if shapes or precisions differ, an entry is not finite, or rcond is negative.
 * @example
 * ```ts
 * // The line 1 + 2t through three points.
 * lstsq(fromRows([[1, 0], [1, 1], [1, 2]]), fromRows([[1], [3], [5]])); // [[1], [2]]
 * ```
 */
export function lstsq(a: Matrix, b: Matrix, options: LstsqOptions = {}): Matrix {
  checkMatrix('lstsq', 'a', a);
  checkMatrix('lstsq', 'b', b, { rows: a.rows });
  checkSamePrecision('lstsq', { a, b });
  checkFinite('lstsq', 'b', b.data);
  const epsilon = a.precision === 'float64' ? 2 ** -52 : 2 ** -23;
  const { rcond = Math.max(a.rows, a.cols) * epsilon } = options;
  checkNonNegative('lstsq', 'rcond', rcond);
  const { u, s, vt } = runNow(svdRoutine('lstsq', a));
  const coefficients = matmul(u, b, { transA: true });
  for (let i = 0; i < s.length; i++) {
    const inverse = s[i] > rcond * s[0] ? 1 / s[i] : 0;
    const row = coefficients.row(i);
    for (let j = 0; j < row.length; j++) row[j] *= inverse;
  }
  return matmul(vt, coefficients, { transA: true });
}
