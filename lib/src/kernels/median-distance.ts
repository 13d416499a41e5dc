import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import { Random } from '../linalg/random.js';
import { checkPoints } from './arguments.js';
import type { Metric } from './metric.js';
import { metricForm } from './metric-form.js';
import { lowerProducts, movedPoints, ROUNDING, squaredNorms } from './moved-points.js';

export interface MedianDistanceOptions {
  /** M; the identity if absent. */
  metric?: Metric;
  /** Of more points than this, so many are drawn without replacement by `seed`. Default 5000. */
  points?: number;
  seed?: number;
}

/**
 * The lower median of the N distances r_M(x_i, x_j), i < j, of the points `(n, d)`: entry ⌊(N - 1) / 2⌋ of the sorted
 * list, counted from 0. What an adaptive bandwidth is measured in. 0 where at least half of the pairs coincide.
 *
 * @throws InputError if there are fewer than two points, or `metric` does not fit.
 * @example
 * ```ts
 * medianDistance(fromRows([[0], [1], [3]])); // 2
 * ```
 */
export function medianDistance(x: Matrix, options: MedianDistanceOptions = {}): number {
  const fn = 'medianDistance';
  const { metric, points = 5000, seed = 0 } = options;
  checkPoints(fn, x);
  checkInteger(fn, 'points', points, 2);
  if (x.rows < 2) throw new InputError(fn, 'x', 'has 1 row', 'a distance needs two');
  const chosen = x.rows <= points ? x : drawnRows(x, points, new Random(seed));
  const u = movedPoints(metricForm(fn, metric, x.cols, x.precision), chosen, chosen);
  const squares = packedSquares(lowerProducts(u), squaredNorms(fn, u));
  return Math.sqrt(select(squares, Math.floor((squares.length - 1) / 2)));
}

function drawnRows(x: Matrix, count: number, random: Random): Matrix {
  const out = zeros(count, x.cols, x.precision);
  random.choice(x.rows, count).forEach((i, k) => out.data.set(x.row(i), k * x.cols));
  return out;
}

/** |u_i - u_j|² for j < i, packed into the storage of their inner products. */
function packedSquares(inner: Matrix, norms: Real): Real {
  const { rows: n, data } = inner;
  const rounding = ROUNDING[inner.precision];
  let k = 0;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const sum = norms[i] + norms[j];
      const square = sum - 2 * data[i * n + j];
      data[k++] = square > rounding * Math.abs(sum) ? square : 0;
    }
  }
  return data.subarray(0, k);
}

/** The number at place k of the sorted list, reordering it: Hoare's quickselect, pivot the median of three. */
function select(list: Real, k: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const [a, b, c] = [list[low], list[Math.floor((low + high) / 2)], list[high]];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = low;
    let j = high;
    while (i <= j) {
      while (list[i] < pivot) i++;
      while (list[j] > pivot) j--;
      if (i > j) break;
      const swap = list[i];
      list[i++] = list[j];
      list[j--] = swap;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return list[k];
}
