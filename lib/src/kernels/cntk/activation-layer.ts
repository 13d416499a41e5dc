import { mapReluStep } from '../../elementwise/map-relu-step.js';
import { InputError } from '../../errors.js';
import type { CntkState } from './cntk-state.js';
import { diagonalOf } from './pixel-pairs.js';

/**
 * (Σ, Θ) <- (N κ₁(ρ), N κ₁(ρ) + κ₀(ρ) Θ) / q², N = (Σ[p,p] Σ[p',p'])^½, ρ = Σ / N: ReLU, or leaky ReLU of slope b,
 * scaled to keep variances, after a convolution of q x q. In place.
 *
 * κ₀ and κ₁ of a leaky ReLU are those of ReLU and of the identity, mixed 1 - γ to γ with γ = 2b / (1 + b²). Where two
 * pixels agree but for rounding κ₀ is within 5e-9 of 1, for arccos magnifies the rounding of ρ to its square root.
 *
 * @throws InputError unless 0 ≤ b ≤ 1.
 */
export function activationLayer({ sigma, theta }: CntkState, q: number, slope: number): CntkState {
  if (!(slope >= 0 && slope <= 1)) {
    throw new InputError(
      'activationLayer',
      'slope',
      `is ${slope}`,
      'give 0 for ReLU, or a slope of at most 1',
    );
  }
  const { size, period, values } = sigma;
  const [s, t] = [values.data, theta.values.data];
  const diagonal = diagonalOf(sigma);
  const others = Float64Array.from({ length: size ** 2 }, (_, k) => {
    const [r, c] = [Math.floor(k / size), k % size];
    return diagonal[(r % period) * period + (c % period)];
  });
  const mix = (2 * slope) / (1 + slope ** 2);
  const linear = mix === 0 ? undefined : { sigma: s.slice(), theta: t.slice() };
  const same = diagonal.map((_, k) => k * size ** 2 + Math.floor(k / period) * size + (k % period));
  const tangents = Float64Array.from(same, (at) => t[at]);
  mapReluStep(values, theta.values, { xVariances: diagonal, zVariances: others });
  // A pixel with itself has ρ = 1, which the quotient may miss.
  same.forEach((at, k) => {
    s[at] = diagonal[k];
    t[at] = diagonal[k] + (diagonal[k] > 0 ? tangents[k] : 0);
  });
  const scale = 1 / q ** 2;
  const [own, other] = [scale * (1 - mix), scale * mix];
  for (let i = 0; i < s.length; i++) {
    if (linear === undefined) {
      s[i] *= scale;
      t[i] *= scale;
    } else {
      const passed = linear.sigma[i];
      s[i] = own * s[i] + other * passed;
      t[i] = own * t[i] + other * (passed + linear.theta[i]);
    }
  }
  return { sigma, theta };
}
