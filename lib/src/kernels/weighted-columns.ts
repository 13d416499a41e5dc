import { type Matrix, zeros } from '../linalg/matrix.js';

/**
 * [alpha_l * U, l = from ... to - 1], `(n, (to - from) r)` for U `(n, r)` and alpha `(n, c)`: row i of U times
 * alpha_il.
 */
export function weightedColumns(u: Matrix, alpha: Matrix, from = 0, to: number = alpha.cols): Matrix {
  const { rows: n, cols: r } = u;
  const out = zeros(n, (to - from) * r, u.precision);
  for (let i = 0, k = 0; i < n; i++) {
    for (let l = from; l < to; l++) {
      const weight = alpha.data[i * alpha.cols + l];
      for (let j = 0; j < r; j++, k++) out.data[k] = weight * u.data[i * r + j];
    }
  }
  return out;
}
