import { checkMatrix } from '../../check.js';
import type { Matrix } from '../../linalg/matrix.js';

export interface ProfileMetrics {
  /** 1 - |y - ŷ|² / |y - ȳ|² of each profile. */
  r2: Float64Array;
  /** <y, ŷ> / (|y| |ŷ|) of each profile; 0 where one is zero. */
  cosine: Float64Array;
  /** Pearson correlation over all entries at once. */
  pearson: number;
}

/** How well predicted profiles agree with the true ones, both `(n, genes)`, profile by profile and over all entries. */
export function profileMetrics(predicted: Matrix, truth: Matrix): ProfileMetrics {
  checkMatrix('profileMetrics', 'predicted', predicted);
  checkMatrix('profileMetrics', 'truth', truth, { rows: predicted.rows, cols: predicted.cols });
  const [r2, cosine] = [new Float64Array(truth.rows), new Float64Array(truth.rows)];
  for (let i = 0; i < truth.rows; i++) {
    const sums = moments(predicted.row(i), truth.row(i));
    r2[i] = 1 - sums.gap / (sums.yy - sums.y ** 2 / truth.cols);
    const lengths = Math.sqrt(sums.xx * sums.yy);
    cosine[i] = lengths > 0 ? sums.xy / lengths : 0;
  }
  const { x, y, xx, yy, xy } = moments(predicted.data, truth.data);
  const n = truth.data.length;
  const pearson = (xy - (x * y) / n) / Math.sqrt((xx - x ** 2 / n) * (yy - y ** 2 / n));
  return { r2, cosine, pearson };
}

function moments(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { x: number; y: number; xx: number; yy: number; xy: number; gap: number } {
  let [x, y, xx, yy, xy, gap] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    x += a[k];
    y += b[k];
    xx += a[k] ** 2;
    yy += b[k] ** 2;
    xy += a[k] * b[k];
    gap += (a[k] - b[k]) ** 2;
  }
  return { x, y, xx, yy, xy, gap };
}
