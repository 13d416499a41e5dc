import { checkMatrix } from '../../check.js';
import type { Matrix } from '../../linalg/matrix.js';

/** How near predicted profiles `(n, g)` are to measured ones: each a value a row, and one over all entries. */
export interface RowMetrics {
  /** 1 - |p - t|² / |t - mean t|² of each row, the mean over its entries. */
  r2: Float64Array;
  /** ⟨p, t⟩ / (|p| |t|) of each row. */
  cosine: Float64Array;
  /** Pearson's correlation of all entries. */
  pearson: number;
}

/**
 * R² and cosine of each row, and Pearson's correlation over all entries: the metrics of expression profiles in
 * Radhakrishnan et al. (2023).
 * @throws InputError if the shapes differ.
 */
export function rowMetrics(predicted: Matrix, truth: Matrix): RowMetrics {
  checkMatrix('rowMetrics', 'predicted', predicted);
  checkMatrix('rowMetrics', 'truth', truth, { rows: predicted.rows, cols: predicted.cols });
  const { rows, cols } = truth;
  const [r2, cosine] = [new Float64Array(rows), new Float64Array(rows)];
  const [meanP, meanT] = [meanOf(predicted.data), meanOf(truth.data)];
  let [pt, pp, tt] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const [p, t] = [predicted.row(i), truth.row(i)];
    const mean = meanOf(t);
    let [missed, spread, along, p2, t2] = [0, 0, 0, 0, 0];
    for (let k = 0; k < cols; k++) {
      missed += (p[k] - t[k]) ** 2;
      spread += (t[k] - mean) ** 2;
      along += p[k] * t[k];
      p2 += p[k] ** 2;
      t2 += t[k] ** 2;
      pt += (p[k] - meanP) * (t[k] - meanT);
      pp += (p[k] - meanP) ** 2;
      tt += (t[k] - meanT) ** 2;
    }
    r2[i] = 1 - missed / spread;
    cosine[i] = along / Math.sqrt(p2 * t2);
  }
  return { r2, cosine, pearson: pt / Math.sqrt(pp * tt) };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
