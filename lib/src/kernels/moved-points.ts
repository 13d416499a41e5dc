import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { allocate, Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';
import { mirrorLower } from '../linalg/transpose-into.js';
import type { MetricForm, MetricPoints } from './metric-form.js';

/**
 * r² = |u|² + |v|² - 2 <u, v> keeps an error of some ulp of |u|² + |v|²: below this part of that sum, 1e-7 (single: 1e-3)
 * in distances, it is 0, the distance of equal points. Otherwise K / r would be 1e8 where it should be left out.
 */
export const ROUNDING: Record<Precision, number> = { float64: 1e-14, float32: 1e-6 };

/** Y - mean of X in the coordinates of M: smaller inner products lose fewer digits, and distances stay as they are. */
export function movedPoints(form: MetricForm, y: Matrix, x: Matrix): MetricPoints {
  return centredPoints(form, y, meanRow(x));
}

/** Y - centre in the coordinates of M. */
export function centredPoints(form: MetricForm, y: Matrix, centre: Float64Array): MetricPoints {
  const { rows, cols: d } = y;
  const moved = zeros(rows, d, y.precision);
  for (let k = 0, i = 0; i < rows; i++)
    for (let j = 0; j < d; j++, k++) moved.data[k] = y.data[k] - centre[j];
  return form.points(moved);
}

/** Mean of the rows, `(d)`. */
export function meanRow(x: Matrix): Float64Array {
  const { cols: d } = x;
  const mean = new Float64Array(d);
  for (let k = 0, i = 0; i < x.rows; i++) for (let j = 0; j < d; j++, k++) mean[j] += x.data[k];
  for (let j = 0; j < d; j++) mean[j] /= x.rows;
  return mean;
}

/**
 * |x_i|² under M, `(n)`, added in double precision.
 *
 * @throws InputError where squared distances may exceed the precision.
 */
export function squaredNorms(fn: string, { u, w }: MetricPoints): Real {
  const most = u.precision === 'float64' ? 2 ** 1020 : 2 ** 124;
  const squares = allocate(u.rows, u.precision);
  for (let k = 0, i = 0; i < u.rows; i++) {
    let sum = 0;
    for (let j = 0; j < u.cols; j++, k++) sum += u.data[k] * w.data[k];
    if (!(Math.abs(sum) < most)) {
      throw new InputError(fn, 'x', `has a point of squared length ${sum}`, 'scale the points or the metric');
    }
    squares[i] = sum;
  }
  return squares;
}

/** <x_i, x_j>_M, `(n, n)`, on and below the diagonal; what is above is undefined. */
export function lowerProducts({ u, w }: MetricPoints, out?: Matrix): Matrix {
  return u === w ? gram(u, { out, lower: true }) : matmul(w, u, { transB: true, out });
}

/** <x_i, x_j>_M, `(n, n)`, exactly symmetric. */
export function innerProducts(points: MetricPoints, out?: Matrix): Matrix {
  const inner = lowerProducts(points, out);
  mirrorLower(inner.data, inner.rows);
  return inner;
}

/** Rows `from` to `to` as a view. */
export function rowsOf(a: Matrix, from: number, to: number): Matrix {
  return new Matrix(to - from, a.cols, a.data.subarray(from * a.cols, to * a.cols));
}

/** Points `from` to `to` as a view. */
export function pointsOf({ u, w }: MetricPoints, from: number, to: number): MetricPoints {
  const rows = rowsOf(u, from, to);
  return { u: rows, w: u === w ? rows : rowsOf(w, from, to) };
}
