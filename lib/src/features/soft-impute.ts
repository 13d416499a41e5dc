import { checkNonNegative } from '../check.js';
import { eigh } from '../linalg/eigh.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { Observed } from './observed.js';

/**
 * Z ← SVT_λ(Y on Ω, Z elsewhere): one step of soft-impute towards min ½ Σ_Ω (Z - Y)² + λ ‖Z‖* (Mazumder, Hastie,
 * Tibshirani, JMLR 2010), the nuclear norm for noisy entries. Z `(rows, cols)`.
 * @throws InputError if λ is negative.
 * @example
 * ```ts
 * // Soft-thresholding of the singular values 3 and 1 by 2.
 * softImpute(observed(2, 2, [0, 1, 2, 3], [3, 0, 0, 1]), zeros(2, 2), 2); // [[1, 0], [0, 0]]
 * ```
 */
export function softImpute(omega: Observed, z: Matrix, lambda: number): Matrix {
  checkNonNegative('softImpute', 'lambda', lambda);
  const filled = z.clone();
  for (let i = 0; i < omega.rows; i++) {
    for (let k = omega.start[i]; k < omega.start[i + 1]; k++) {
      filled.data[i * omega.cols + omega.columns[k]] = omega.values[k];
    }
  }
  return shrink(filled, lambda);
}

/**
 * SVT_λ(Z) = V diag(max(1 - λ/σ, 0)) Vᵀ Z with ZZᵀ = V diag(σ²) Vᵀ, or the same from the right for a tall Z: cheaper
 * than an SVD, and accurate where λ is far above √ε σmax, below which the Gram matrix does not resolve singular values.
 */
function shrink(z: Matrix, lambda: number): Matrix {
  const tall = z.rows > z.cols;
  const { values, vectors } = eigh(gram(z, { of: tall ? 'columns' : 'rows' }));
  const kept = Array.from(values.keys()).filter((i) => values[i] > 0 && Math.sqrt(values[i]) > lambda);
  if (kept.length === 0) return zeros(z.rows, z.cols, z.precision);
  const basis = zeros(vectors.rows, kept.length, z.precision);
  const shrunk = zeros(vectors.rows, kept.length, z.precision);
  kept.forEach((from, j) => {
    const factor = 1 - lambda / Math.sqrt(values[from]);
    for (let i = 0; i < basis.rows; i++) {
      basis.set(i, j, vectors.get(i, from));
      shrunk.set(i, j, factor * vectors.get(i, from));
    }
  });
  return tall
    ? matmul(matmul(z, shrunk), basis, { transB: true })
    : matmul(shrunk, matmul(basis, z, { transA: true }));
}
