import { checkPositive } from '../check.js';
import { eigh } from '../linalg/eigh.js';
import { luSolve } from '../linalg/lu-solve.js';
import { matmul } from '../linalg/matmul.js';
import { identity, Matrix, zeros } from '../linalg/matrix.js';
import { linRfmAgop } from './lin-rfm.js';
import { type Observed, zeroFilled } from './observed.js';

/**
 * Zₜ₊₁ = argmin { tr(Z Wₜ Zᵀ) : Z = Y on Ω },  Wₜ = (Gₜ^(1 - p/2) + εₜ I)⁻¹,  Gₜ = ZₜᵀZₜ/d₁: yields Z₀, Z₁, ...
 *
 * Iteratively reweighted least squares for the Schatten-p quasi-norm (Mohan and Fazel, JMLR 2012), smoothed on the
 * metric; for p = 0 this is their own smoothing. Written over the hidden entries of each row, W[H,H] z_H = -W[H,O] y,
 * with the weight from an eigendecomposition: no step is shared with `linRfm`, whose iterates it reproduces at
 * p = 2 - 4α.
 * @example
 * ```ts
 * const omega = observed(2, 2, [0, 1, 2], [1, 2, 2]);
 * const iterates = irls(omega, { p: 0, smoothing: geometric() });
 * for (let t = 0; t < 100; t++) iterates.next();
 * iterates.next().value; // [[1, 2], [2, 4.000]]
 * ```
 */
export function* irls(
  omega: Observed,
  options: { p: number; smoothing: (t: number) => number },
): Generator<Matrix, never> {
  const { p, smoothing } = options;
  let z = zeroFilled(omega);
  let weight = identity(omega.cols);
  for (let t = 0; ; t++) {
    if (t > 0) weight = reweight(linRfmAgop(z), p, smoothing(t));
    z = constrainedLeastSquares(omega, weight);
    yield z;
  }
}

/** (G^(1 - p/2) + εI)⁻¹ = V diag(1 / (λ^(1 - p/2) + ε)) Vᵀ. */
function reweight(g: Matrix, p: number, epsilon: number): Matrix {
  checkPositive('irls', 'smoothing', epsilon);
  const { values, vectors } = eigh(g);
  const scaled = vectors.clone();
  // Eigenvalues that are zero but for rounding are zero: a power below 1 would make them large.
  const clip = 1e-13 * values[values.length - 1];
  for (let i = 0; i < g.rows; i++) {
    for (let j = 0; j < g.cols; j++) {
      const power = values[j] > clip ? values[j] ** (1 - p / 2) : 0;
      scaled.data[i * g.cols + j] /= power + epsilon;
    }
  }
  return matmul(scaled, vectors, { transB: true });
}

/** argmin tr(Z W Zᵀ) with Z = Y on Ω, row by row over its hidden entries. */
function constrainedLeastSquares(omega: Observed, w: Matrix): Matrix {
  const z = zeroFilled(omega);
  for (let i = 0; i < omega.rows; i++) {
    const row = z.row(i);
    const seen = new Set(omega.columns.subarray(omega.start[i], omega.start[i + 1]));
    const hidden = Array.from({ length: omega.cols }, (_, j) => j).filter((j) => !seen.has(j));
    if (hidden.length === 0 || seen.size === 0) continue;
    const block = zeros(hidden.length, hidden.length);
    const right = zeros(hidden.length, 1);
    hidden.forEach((j, a) => {
      hidden.forEach((k, b) => block.set(a, b, w.get(j, k)));
      for (const k of seen) right.data[a] -= w.get(j, k) * row[k];
    });
    const values = luSolve(block, right);
    hidden.forEach((j, a) => (row[j] = values.data[a]));
  }
  return z;
}
