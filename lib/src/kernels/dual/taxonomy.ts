import type { DualActivation } from './dual-activation.js';

/** What infinite depth makes of an activation. */
export interface Taxonomy {
  /** A² = D(0), a = D'(0), b = D'(1). */
  meanSquared: number;
  a: number;
  b: number;
  /** `ridge`: majority vote only if the regression has a ridge (b < 1). `identity`: a linear activation, no limit. */
  classifier: '1-NN' | 'singular' | 'majority' | 'ridge' | 'identity';
  /** α = -log a / log b, of the kernel ‖x - x'‖^(-2α); only where singular. */
  alpha?: number;
}

/**
 * (D(0), D'(0), D'(1)) decides: D(0) > 0 is majority vote (with a ridge where D'(1) < 1); D(0) = 0 is 1-NN where
 * D'(0) = 0 and else a singular kernel of exponent α = -log D'(0) / log D'(1) (Radhakrishnan, Belkin and Uhler, 2023).
 * A constant below 1e-12 is rounding and counts as 0, as does a difference of b from 1.
 * @example
 * ```ts
 * const { classifier, alpha } = taxonomy(optimalDual(2));
 * classifier; // 'singular'
 * alpha; // 1
 * ```
 */
export function taxonomy(dual: DualActivation): Taxonomy {
  const tiny = 1e-12;
  const constants = { meanSquared: dual.meanSquared, a: dual.slope(0, 1), b: dual.slope(1, 0) };
  const { meanSquared, a, b } = constants;
  if (meanSquared > tiny) return { ...constants, classifier: b < 1 - tiny ? 'ridge' : 'majority' };
  if (a <= tiny) return { ...constants, classifier: '1-NN' };
  if (a >= 1 - tiny) return { ...constants, classifier: 'identity' };
  return { ...constants, classifier: 'singular', alpha: -Math.log(a) / Math.log(b) };
}
