import { InputError } from '../../errors.js';
import { arc, type DualActivation } from './dual-activation.js';

/** sin t - t cos t, by its series where the difference would cancel. */
function segment(t: number): number {
  const s = t * t;
  return t < 0.05
    ? ((t * s) / 3) * (1 - (s / 10) * (1 - (s / 28) * (1 - s / 54)))
    : Math.sin(t) - t * Math.cos(t);
}

/**
 * D(ξ) = p ξ + (1 - p) (2/π) (√(1 - ξ²) + ξ asin ξ), p = (1 + s)² / (2 (1 + s²)): the leaky ReLU
 * φ(x) ∝ max(x, s x), since φ is a multiple of x plus a multiple of |x|. s = 0 is the ReLU, s = -1 is |x|.
 *
 * @throws InputError when `s` is not in [-1, 1].
 */
export function leakyReluDual(s: number): DualActivation {
  if (!(s >= -1 && s <= 1)) {
    throw new InputError('leakyReluDual', 's', `is ${s}`, 'give a slope between -1 and 1');
  }
  const p = (1 + s) ** 2 / (2 * (1 + s * s));
  const q = (2 / Math.PI) * (1 - p);
  return {
    name: `leaky ReLU ${s}`,
    homogeneous: true,
    meanSquared: q,
    lowest: p > 0 ? { power: 1, weight: p } : { power: 2, weight: q / 2 },
    excess: (xi) => p * xi + q * (xi * Math.asin(xi) - (xi * xi) / (1 + Math.sqrt(1 - xi * xi))),
    slope: (xi, delta) => p + q * (xi > 0.5 ? Math.PI / 2 - arc(delta) : Math.asin(xi)),
    distance: (delta) => delta - q * segment(arc(delta)),
  };
}
