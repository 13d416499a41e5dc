import { checkNonNegative, checkPositive } from '../check.js';
import { eigh } from '../linalg/eigh.js';
import type { Matrix } from '../linalg/matrix.js';
import { svd } from '../linalg/svd.js';
import { linRfmAgop } from './lin-rfm.js';

/**
 * j(λ) = ∫₀^λ ds / (s^(2α) + ρ): what one eigenvalue λ of the AGOP costs.
 *
 * α = 1/4: 2(√λ - ρ log(1 + √λ/ρ)); α = 1/2: log(1 + λ/ρ); α = 1: arctan(λ/√ρ)/√ρ. Other α by double-exponential
 * quadrature, to about 1e-13 relative.
 */
export function spectralPenalty(lambda: number, alpha: number, ridge: number): number {
  checkNonNegative('spectralPenalty', 'lambda', lambda);
  checkNonNegative('spectralPenalty', 'alpha', alpha);
  checkPositive('spectralPenalty', 'ridge', ridge);
  if (lambda === 0) return 0;
  if (alpha === 0) return lambda / (1 + ridge);
  if (alpha === 1 / 4) return 2 * (Math.sqrt(lambda) - ridge * Math.log1p(Math.sqrt(lambda) / ridge));
  if (alpha === 1 / 2) return Math.log1p(lambda / ridge);
  if (alpha === 1) return Math.atan(lambda / Math.sqrt(ridge)) / Math.sqrt(ridge);
  return integrate((s) => 1 / (s ** (2 * alpha) + ridge), lambda);
}

/**
 * J(Z) = Σᵢ j(λᵢ), λᵢ the eigenvalues of ZᵀZ/d₁: what lin-RFM with fixed ridge decreases over all Z that agree with
 * the data (a majorise-minimise scheme: j is concave in λ). Z `(d1, d2)`.
 * @throws InputError if alpha is negative or the ridge not positive.
 * @example
 * ```ts
 * // 2 ‖Z‖* / √d₁, a multiple of the nuclear norm.
 * linRfmObjective(fromRows([[3, 0], [0, 4]]), 1 / 4, 1e-12); // 9.89949
 * ```
 */
export function linRfmObjective(z: Matrix, alpha: number, ridge: number): number {
  let sum = 0;
  for (const lambda of eigh(linRfmAgop(z)).values) sum += spectralPenalty(Math.max(lambda, 0), alpha, ridge);
  return sum;
}

/**
 * Σ σᵢᵖ over the singular values of Z: the nuclear norm for p = 1.
 * @throws InputError unless p > 0.
 * @example
 * ```ts
 * schatten(fromRows([[3, 0], [0, 4]]), 1); // 7
 * ```
 */
export function schatten(z: Matrix, p: number): number {
  checkPositive('schatten', 'p', p);
  let sum = 0;
  for (const sigma of svd(z).s) sum += sigma ** p;
  return sum;
}

/** ∫₀^b f by tanh-sinh: its nodes crowd towards 0 doubly exponentially, where f has its sharp bend. */
function integrate(f: (s: number) => number, b: number): number {
  const step = 1 / 64;
  let sum = 0;
  for (let k = -6 / step; k <= 4 / step; k++) {
    const u = (Math.PI / 2) * Math.sinh(k * step);
    // s = b / (1 + e^(-2u)), written so that small s keep their relative precision.
    const s = b / (1 + Math.exp(-2 * u));
    const weight = ((Math.PI / 4) * Math.cosh(k * step)) / Math.cosh(u) ** 2;
    if (weight > 0 && s > 0) sum += f(s) * weight;
  }
  return sum * step * b;
}
