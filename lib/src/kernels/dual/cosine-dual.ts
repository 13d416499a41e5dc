import { checkPositive } from '../../check.js';
import type { DualActivation } from './dual-activation.js';

/**
 * D(ξ) = cosh(v ξ) / cosh v, v = ω², of φ(x) ∝ cos(ω x).
 *
 * @throws InputError when `v` is not positive.
 */
export function cosineDual(v: number): DualActivation {
  checkPositive('cosineDual', 'v', v);
  const scale = Math.cosh(v);
  return {
    name: `cosine ${v}`,
    meanSquared: 1 / scale,
    lowest: { power: 2, weight: (v * v) / (2 * scale) },
    excess: (xi) => (2 * Math.sinh((v * xi) / 2) ** 2) / scale,
    slope: (xi) => (v * Math.sinh(v * xi)) / scale,
    distance: (delta) => (2 * Math.sinh(v * (1 - delta / 2)) * Math.sinh((v * delta) / 2)) / scale,
  };
}
