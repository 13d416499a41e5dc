import type { RfmRound } from '../../features/rfm.js';
import { type Matrix, type Precision, type Real, zeros } from '../../linalg/matrix.js';

/** One-hot rows, `(n, classes)`. */
export function oneHot(labels: ArrayLike<number>, classes: number, precision: Precision = 'float64'): Matrix {
  const y = zeros(labels.length, classes, precision);
  for (let i = 0; i < labels.length; i++) y.set(i, labels[i], 1);
  return y;
}

/** Rows divided by their length, in storage of their own; a zero row stays. */
export function unitRows(x: Matrix): Matrix {
  const out = x.clone();
  for (let i = 0; i < x.rows; i++) {
    const row = out.row(i);
    let square = 0;
    for (const value of row) square += value * value;
    if (square > 0) for (let k = 0; k < row.length; k++) row[k] /= Math.sqrt(square);
  }
  return out;
}

/** Diagonal of M, `(d)`; ones for the identity. */
export function diagonalOf(metric: RfmRound['metric'], d: number): Real {
  if (metric === undefined) return new Float64Array(d).fill(1);
  return 'rows' in metric ? Float64Array.from({ length: d }, (_, i) => metric.get(i, i)) : metric;
}

/** Sum over `indices` as a share of the whole. */
export function shareOf(values: ArrayLike<number>, indices: Iterable<number>): number {
  let [part, total] = [0, 0];
  for (const index of indices) part += values[index];
  for (let k = 0; k < values.length; k++) total += values[k];
  return part / total;
}

/** The values stretched to [0, 1]. */
export function minMax(values: ArrayLike<number>): Float64Array {
  const all = Float64Array.from(values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return all.map((value) => (high > low ? (value - low) / (high - low) : 0));
}
