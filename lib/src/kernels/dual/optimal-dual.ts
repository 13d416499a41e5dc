import { checkInteger } from '../../check.js';
import type { DualActivation } from './dual-activation.js';
import { hermiteDual } from './hermite-dual.js';

/**
 * D(ξ) = (ξ⁷ + ξ) / 2 for d = 1, and c ξ³ + (1 - 2c) ξ² + c ξ, c = 2^(-d/2), for d >= 2: a network whose infinitely
 * deep limit is the Hilbert estimate, exponent α = d/2, hence consistent on the sphere of dimension d.
 *
 * @throws InputError when `d` is not an integer of at least 1.
 * @example
 * ```ts
 * // (ξ³ + ξ) / 2, whose slope at ξ = 1 is 2.
 * optimalDual(2).slope(1, 0); // 2
 * ```
 */
export function optimalDual(d: number): DualActivation {
  checkInteger('optimalDual', 'd', d, 1);
  const c = 2 ** (-d / 2);
  return hermiteDual(d === 1 ? [0, 0.5, 0, 0, 0, 0, 0, 0.5] : [0, c, 1 - 2 * c, c], `optimal ${d}`);
}
