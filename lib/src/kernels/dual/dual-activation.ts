/**
 * D(ξ) = E[φ(u) φ(v)], (u, v) standard normal with correlation ξ, φ scaled so that D(1) = 1: what one infinitely wide
 * layer makes of a correlation. Given in pieces that lose no digits at ξ = 0 and ξ = 1 (Radhakrishnan, Belkin and
 * Uhler, 2023).
 */
export interface DualActivation {
  readonly name: string;
  /** φ(c x) = c φ(x) for c > 0. Default false. */
  readonly homogeneous?: boolean;
  /** D(0) = E[φ]². */
  readonly meanSquared: number;
  /** Lowest term weight·ξ^power of D(ξ) - D(0), power >= 1. */
  readonly lowest: { readonly power: number; readonly weight: number };
  /** D(ξ) - D(0), relatively exact at small ξ. */
  excess(xi: number): number;
  /**
   * D'(ξ), δ = 1 - ξ given besides because arccos ξ needs it near 1. Infinite or absent forms give Infinity at ξ = 1.
   */
  slope(xi: number, delta: number): number;
  /** 1 - D(1 - δ), relatively exact at small δ. */
  distance(delta: number): number;
}

/** D(ξ) of a dual activation, ξ in [-1, 1]. */
export const dualValue = (dual: DualActivation, xi: number): number => dual.meanSquared + dual.excess(xi);

/** arccos(1 - δ) = 2 asin √(δ/2): 1 - δ itself forgets a small δ. */
export const arc = (delta: number): number => 2 * Math.asin(Math.min(1, Math.sqrt(delta / 2)));
