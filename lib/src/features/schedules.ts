import { checkPositive } from '../check.js';
import type { Matrix } from '../linalg/matrix.js';

/** A parameter of iteration t; `z` gives the estimate of iteration t - 1 and is absent at t = 0. */
export type Schedule = (t: number, z?: () => Matrix) => number;

/**
 * max(first · factorᵗ, last): ρₜ = max(0.1 · 0.9ᵗ, 1e-10) by default. Ours; it looks at no hidden entry.
 * @throws InputError unless `first` and `factor` are positive.
 * @example
 * ```ts
 * const ridge = geometric(1, 0.5, 0.1);
 * [0, 1, 2, 3, 4].map((t) => ridge(t)); // [1, 0.5, 0.25, 0.125, 0.1]
 * ```
 */
export function geometric(first = 0.1, factor = 0.9, last = 1e-10): Schedule {
  checkPositive('geometric', 'first', first);
  checkPositive('geometric', 'factor', factor);
  return (t) => Math.max(first * factor ** t, last);
}

/**
 * The authors' ridge: `first`, and at most 1e-3 from the iteration on that follows a hidden error below 0.1.
 *
 * An oracle: `hiddenError` looks at the entries that are to be predicted. For reproductions of the authors' runs only.
 */
export function authorsRidge(first: number, hiddenError: (z: Matrix) => number): Schedule {
  let ridge = first;
  return (t, z) => {
    if (t === 0) ridge = first;
    if (z !== undefined && hiddenError(z()) < 0.1) ridge = Math.min(ridge, 1e-3);
    return ridge;
  };
}
