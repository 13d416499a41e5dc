import type { Matrix, Precision } from '../../linalg/matrix.js';

const UNIT: Record<Precision, number> = { float64: 2 ** -53, float32: 2 ** -24 };

/**
 * u Σᵢ |αᵢ| / maxᵢ |yᵢ|, the largest over the outputs: about what rounding may change f = Σᵢ αᵢ k(xᵢ, z) by, relative
 * to the largest target, u being the unit of the precision that f is computed in.
 */
export function roundingOf(alpha: Matrix, y: Matrix, precision: Precision): number {
  let worst = 0;
  for (let l = 0; l < y.cols; l++) {
    let [sum, largest] = [0, 0];
    for (let k = l; k < y.data.length; k += y.cols) {
      sum += Math.abs(alpha.data[k]);
      largest = Math.max(largest, Math.abs(y.data[k]));
    }
    // Targets of 0 have coefficients of 0; a NaN stays one.
    if (sum !== 0) worst = Math.max(worst, (UNIT[precision] * sum) / largest);
  }
  return worst;
}
