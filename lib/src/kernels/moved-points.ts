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
  const { cols: d } = x;
  const mean = new Float64Array(d);
  for (let k = 0, i = 0; i < x.rows; i++) for (let j = 0; j < d; j++, k++) mean[j] += x.data[k];
  for (let j = 0; j < d; j++) mean[j] /= x.rows;
  const moved = zeros(y.rows, d, y.precision);
  for (let k = 0, i = 0; i < y.rows; i++)
    for (let j = 0; j < d; j++, k++) moved.data[k] = y.data[k] - mean[j];
  return form.points(moved);
}

/** |x_i|² under M, `(n)`, added in double precision. */
export function squaredNorms({ u, w }: MetricPoints): Real {
  const squares = allocate(u.rows, u.precision);
  for (let k = 0, i = 0; i < u.rows; i++) {
    let sum = 0;
    for (let j = 0; j < u.cols; j++, k++) sum += u.data[k] * w.data[k];
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
