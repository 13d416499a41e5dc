import { InputError } from '../../errors.js';
import { Matrix, transpose, zeros } from '../../linalg/matrix.js';
import { matmul } from '../../linalg/matmul.js';
import type { PixelPairs } from './pixel-pairs.js';

/**
 * U `(2d, d)`, bilinear interpolation with aligned corners: row r has weights 1 - (x - i) at i and x - i at i + 1, with
 * x = r (d - 1) / (2d - 1) and i = min(⌊x⌋, d - 2).
 * @throws InputError if d is below 2: there is nothing between the pixels.
 */
export function bilinearWeights(d: number): Matrix {
  if (!(Number.isInteger(d) && d >= 2)) {
    throw new InputError('bilinearWeights', 'd', `is ${d}`, 'give at least 2 pixels');
  }
  const u = zeros(2 * d, d);
  for (let r = 0; r < 2 * d; r++) {
    const x = (r * (d - 1)) / (2 * d - 1);
    const i = Math.min(Math.floor(x), d - 2);
    u.set(r, i, 1 - (x - i));
    u.set(r, i + 1, x - i);
  }
  return u;
}

/**
 * M'[·, ·, ·, ·] = U M Uᵀ on every axis, U = `bilinearWeights(d)`: a d x d picture becomes 2d x 2d.
 * @throws InputError if only slices are held, period below d: interpolation with aligned corners has no period.
 */
export function bilinearUpsample({ size, period, values }: PixelPairs): PixelPairs {
  if (period !== size) {
    const problem = `hold slices of period ${period} of a picture of size ${size}`;
    throw new InputError('bilinearUpsample', 'pairs', problem, 'give all pairs: `allPairs(pairs)`');
  }
  const u = bilinearWeights(size);
  // (r c) -> (r' c') on the columns, then the same on the rows.
  const columns = interpolated(values, u);
  return { size: 2 * size, period: 2 * size, values: transpose(interpolated(transpose(columns), u)) };
}

/** Each row, a d x d picture X, as U X Uᵀ. */
function interpolated(pictures: Matrix, u: Matrix): Matrix {
  const d = u.cols;
  const out = zeros(pictures.rows, 4 * d * d);
  for (let k = 0; k < pictures.rows; k++) {
    const half = matmul(u, new Matrix(d, d, pictures.row(k)));
    matmul(half, u, { transB: true, out: new Matrix(2 * d, 2 * d, out.row(k)) });
  }
  return out;
}
