import { checkInteger, checkMatrix } from '../../check.js';
import type { Matrix } from '../../linalg/matrix.js';

const WINDOW = 7;
const [C1, C2] = [1e-4, 9e-4];

/**
 * Mean of (2 μ_x μ_z + C₁)(2 σ_xz + C₂) / ((μ_x² + μ_z² + C₁)(σ_x² + σ_z² + C₂)) over the 7 x 7 windows that lie within
 * the picture and over channels: structural similarity (Wang et al. 2004) with uniform windows, sample covariances,
 * C₁ = 10⁻⁴ and C₂ = 9·10⁻⁴. x, clipped to [0, 1], and z are `(channels, height width)`.
 * @throws InputError if shapes differ, or height or width is below 7.
 * @example
 * ```ts
 * const picture = new Random(0).uniformMatrix(1, 49);
 * ssim(picture, picture, { height: 7, width: 7 }); // 1
 * ```
 */
export function ssim(x: Matrix, z: Matrix, { height, width }: { height: number; width: number }): number {
  checkInteger('ssim', 'height', height, WINDOW);
  checkInteger('ssim', 'width', width, WINDOW);
  checkMatrix('ssim', 'x', x, { cols: height * width });
  checkMatrix('ssim', 'z', z, { rows: x.rows, cols: x.cols });
  let sum = 0;
  for (let c = 0; c < x.rows; c++) {
    for (let r = 0; r + WINDOW <= height; r++) {
      for (let k = 0; k + WINDOW <= width; k++) sum += windowSimilarity(x, z, c, r * width + k, width);
    }
  }
  return sum / (x.rows * (height - WINDOW + 1) * (width - WINDOW + 1));
}

function windowSimilarity(x: Matrix, z: Matrix, channel: number, start: number, width: number): number {
  const n = WINDOW ** 2;
  let [sx, sz, xx, zz, xz] = [0, 0, 0, 0, 0];
  for (let r = 0; r < WINDOW; r++) {
    for (let c = 0; c < WINDOW; c++) {
      const at = start + r * width + c;
      const u = Math.min(Math.max(x.get(channel, at), 0), 1);
      const v = z.get(channel, at);
      sx += u;
      sz += v;
      xx += u * u;
      zz += v * v;
      xz += u * v;
    }
  }
  const [mx, mz] = [sx / n, sz / n];
  const spread = (product: number, a: number, b: number): number => (product - n * a * b) / (n - 1);
  const [vx, vz, covariance] = [spread(xx, mx, mx), spread(zz, mz, mz), spread(xz, mx, mz)];
  return ((2 * mx * mz + C1) * (2 * covariance + C2)) / ((mx * mx + mz * mz + C1) * (vx + vz + C2));
}
