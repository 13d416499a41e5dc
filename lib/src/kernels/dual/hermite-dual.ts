import { InputError } from '../../errors.js';
import type { DualActivation } from './dual-activation.js';

/**
 * D(ξ) = Σ_k w_k ξ^k, w_k = c_k² / Σ c²: the activation Σ_k c_k He_k(x) / √k!. `weights[k]` is c_k², to any scale.
 *
 * @throws InputError when a weight is negative or not finite, or when all but the first are 0 (a constant).
 */
export function hermiteDual(weights: readonly number[], name = 'Hermite'): DualActivation {
  const fn = 'hermiteDual';
  weights.forEach((w, k) => {
    if (!(w >= 0 && w < Infinity)) {
      throw new InputError(fn, 'weights', `has ${w} at position ${k}`, 'squares are finite and at least 0');
    }
  });
  const power = weights.findIndex((w, k) => k > 0 && w > 0);
  if (power < 0) throw new InputError(fn, 'weights', 'leave a constant', 'give one beyond the first');
  const total = weights.reduce((sum, w) => sum + w, 0);
  const terms = weights.map((w, k) => [w / total, k] as const).filter(([w, k]) => w > 0 && k > 0);
  const sum = (term: (w: number, k: number) => number): number => terms.reduce((s, t) => s + term(...t), 0);
  return {
    name,
    meanSquared: weights[0] / total,
    lowest: { power, weight: weights[power] / total },
    excess: (xi) => sum((w, k) => w * xi ** k),
    slope: (xi) => sum((w, k) => w * k * xi ** (k - 1)),
    distance: (delta) =>
      delta < 1
        ? -sum((w, k) => w * Math.expm1(k * Math.log1p(-delta)))
        : sum((w, k) => w * (1 - (1 - delta) ** k)),
  };
}
