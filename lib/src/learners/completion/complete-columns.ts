import { checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import { columnNtk, type ColumnNtkOptions } from '../../kernels/column-ntk.js';
import { gramCoordinates } from '../../kernels/gram-coordinates.js';
import type { Matrix } from '../../linalg/matrix.js';
import { coordinateRegression } from './coordinate-regression.js';

export interface CompleteColumnsOptions extends ColumnNtkOptions {
  /** ε of `coordinateRegression`. Default 0. */
  ridge?: number;
}

/**
 * Ŷ_missing = K(missing, observed) K(observed, observed)⁻¹ Y: whole columns of a matrix from the others, by the tangent
 * kernel of a fully connected network over the prior. Samples stand in rows: `y` `(n, g)` are the observed ones,
 * `prior` `(n + m, p)` knows of those and then of the m missing ones; the result is `(m, g)`.
 *
 * @throws InputError if the prior has no row for a missing sample.
 * @throws NumericalError if it cannot tell two observed samples apart, as without damping.
 * @example
 * ```ts
 * // The missing sample has the prior of the observed one.
 * completeColumns(fromRows([[1, 2]]), fromRows([[3, 4], [3, 4]]), { damping: 0 }); // [[1, 2]]
 * ```
 */
export function completeColumns(
  y: Matrix,
  prior: Matrix,
  { ridge, ...options }: CompleteColumnsOptions = {},
): Matrix {
  const fn = 'completeColumns';
  checkMatrix(fn, 'y', y);
  checkMatrix(fn, 'prior', prior);
  if (prior.rows <= y.rows) {
    const problem = `has ${prior.rows} rows`;
    throw new InputError(
      fn,
      'prior',
      problem,
      `give one for each of the ${y.rows} observed samples and the missing ones`,
    );
  }
  const kernel = gramCoordinates(columnNtk(prior, options));
  const range = (from: number, to: number): Int32Array =>
    Int32Array.from({ length: to - from }, (_, i) => from + i);
  const observed = range(0, y.rows);
  return coordinateRegression(y, { kernel, observed, ridge }).predict(range(y.rows, prior.rows));
}
