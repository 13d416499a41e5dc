import { checkFinite } from '../check.js';
import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { allocate, type Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { mirrorLower } from '../elementwise/triangles.js';
import { centreRows, centreOf } from './centred-rows.js';
import type { MetricForm, MetricPoints } from './metric-form.js';

/**
 * r² = |u|² + |v|² - 2 <u, v> keeps an error of some ulp of |u|² + |v|²: below this part of that sum, 1e-7 (single:
 * 1e-3) in distances, it is 0, the distance of equal points. Otherwise K / r would be 1e8 where it should be left out.
 */
export const ROUNDING: Record<Precision, number> = { float64: 1e-14, float32: 1e-6 };

// Squared lengths below which squared distances do not exceed the precision.
const MOST: Record<Precision, number> = { float64: 2 ** 1020, float32: 2 ** 124 };

/**
 * Y - centre of X in the coordinates of M: smaller inner products lose fewer digits, and distances stay as they are.
 */
export function movedPoints(form: MetricForm, y: Matrix, x: Matrix): MetricPoints {
  const moved = zeros(y.rows, y.cols, y.precision);
  centreRows(y, centreOf(x), moved);
  return form.points(moved);
}

/** Points with their squared lengths, `(n)`. */
export interface MeasuredPoints extends MetricPoints {
  readonly norms: Real;
}

/**
 * Y - centre in the coordinates of M, with its lengths; `space` `(n, d)` is overwritten and may be what the points lie
 * in.
 *
 * @throws InputError where Y is not finite, or squared distances may exceed the precision.
 */
export function measuredPoints(
  fn: string,
  argument: string,
  y: Matrix,
  { form, centre, space }: { form: MetricForm; centre: Float64Array; space: Matrix },
): MeasuredPoints {
  const lengths = centreRows(y, centre, space);
  // An entry that is not finite makes a length that is not, which spares a pass over Y.
  if (!lengths.every(Number.isFinite)) checkFinite(fn, argument, y.data);
  const points = form.points(space);
  if (points.u !== space || points.w !== space) return { ...points, norms: squaredNorms(fn, points) };
  checkLengths(fn, argument, lengths);
  return { ...points, norms: lengths };
}

/**
 * |x_i|² under M, `(n)`, added in double precision.
 *
 * @throws InputError where squared distances may exceed the precision.
 */
export function squaredNorms(fn: string, { u, w }: MetricPoints): Real {
  const squares = allocate(u.rows, u.precision);
  for (let k = 0, i = 0; i < u.rows; i++) {
    let sum = 0;
    for (let j = 0; j < u.cols; j++, k++) sum += u.data[k] * w.data[k];
    squares[i] = sum;
  }
  checkLengths(fn, 'x', squares);
  return squares;
}

function checkLengths(fn: string, argument: string, squares: Real): void {
  const most = MOST[squares instanceof Float64Array ? 'float64' : 'float32'];
  const long = squares.find((square) => !(Math.abs(square) < most));
  if (long === undefined) return;
  const problem = `has a point of squared length ${long}`;
  throw new InputError(fn, argument, problem, 'scale the points or the metric');
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

/** Points `from` to `to` as a view. */
export function pointsOf({ u, w }: MetricPoints, from: number, to: number): MetricPoints {
  const rows = rowView(u, from, to);
  return { u: rows, w: u === w ? rows : rowView(w, from, to) };
}
