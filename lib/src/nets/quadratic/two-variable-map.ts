import { checkFinite, checkInteger, checkNonNegative } from '../../check.js';

/** Where a run of the map ended. */
export interface MapEnd {
  u: number;
  v: number;
  /** The largest u on the way, the start included. */
  peak: number;
  /** Updates that were made. */
  steps: number;
  diverged: boolean;
}

export interface MapStart {
  /** u₀ = γ η² e², the squared residual in its own unit. */
  u: number;
  /** v₀ = η λ₀, twice the learning rate over the critical one. */
  v: number;
  /** w₀ = γ η² e y; 0, the default, for a target of zero. */
  w?: number;
  /** Updates at most. Default 100 000. */
  most?: number;
}

// Above it u only grows: 1 - v + u is then beyond -1 and 1 for every v that u ≤ v²/4 allows.
const DIVERGED = 1e7;
// Below it the loss is zero to rounding.
const CONVERGED = 1e-24;

/**
 * Gradient descent of the neural quadratic model on one example, exactly, in the two variables
 *
 *     u = γ η² e²,   v = η λ;     u' = (1 - v + u + w)² u,   v' = v - u (4 - v) - 4 w,   w' = (1 - v + u + w) w,
 *
 * γ = |x|²/(m d), e the residual, λ the tangent kernel, w = γ η² e y. For y = 0: monotone for v₀ < 2, a catapult for
 * 2 < v₀ < 4, divergence above 4, at every width m. Runs until u < 1e-24 with v < 2, or until u > 1e7. Zhu et al.,
 * Quadratic models for understanding catapult dynamics of neural networks (2024), one training example.
 * @throws InputError unless u ≥ 0, v ≥ 0 and w are finite.
 */
export function twoVariableMap({ u, v, w = 0, most = 100_000 }: MapStart): MapEnd {
  checkNonNegative('twoVariableMap', 'u', u);
  checkNonNegative('twoVariableMap', 'v', v);
  checkFinite('twoVariableMap', 'w', [w]);
  checkInteger('twoVariableMap', 'most', most, 1);
  let [peak, steps] = [u, 0];
  while (steps < most && u <= DIVERGED && !(u < CONVERGED && v < 2)) {
    const factor = 1 - v + u + w;
    [u, v, w] = [factor * factor * u, v - u * (4 - v) - 4 * w, factor * w];
    steps++;
    // Past the bound only the fact of divergence counts.
    peak = Math.max(peak, u);
  }
  return { u, v, peak, steps, diverged: !(u <= DIVERGED) };
}
