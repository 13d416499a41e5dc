import { checkPositive } from '../../check.js';
import type { DualActivation } from './dual-activation.js';

/**
 * D(ξ) = exp(v (ξ - 1)), v = s², of φ(x) = exp(s x - s²).
 *
 * @throws InputError when `v` is not positive.
 */
export function exponentialDual(v: number): DualActivation {
  checkPositive('exponentialDual', 'v', v);
  const least = Math.exp(-v);
  return {
    name: `exponential ${v}`,
    meanSquared: least,
    lowest: { power: 1, weight: v * least },
    excess: (xi) => least * Math.expm1(v * xi),
    slope: (_xi, delta) => v * Math.exp(-v * delta),
    distance: (delta) => -Math.expm1(-v * delta),
  };
}
