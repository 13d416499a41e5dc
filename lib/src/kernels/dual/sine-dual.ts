import { checkPositive } from '../../check.js';
import type { DualActivation } from './dual-activation.js';

/**
 * D(ξ) = sinh(v ξ) / sinh v, v = ω², of φ(x) ∝ sin(ω x).
 *
 * @throws InputError when `v` is not positive.
 */
export function sineDual(v: number): DualActivation {
  checkPositive('sineDual', 'v', v);
  const scale = Math.sinh(v);
  return {
    name: `sine ${v}`,
    meanSquared: 0,
    lowest: { power: 1, weight: v / scale },
    excess: (xi) => Math.sinh(v * xi) / scale,
    slope: (xi) => (v * Math.cosh(v * xi)) / scale,
    distance: (delta) => (2 * Math.cosh(v * (1 - delta / 2)) * Math.sinh((v * delta) / 2)) / scale,
  };
}
