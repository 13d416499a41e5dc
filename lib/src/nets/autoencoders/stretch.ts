import { checkNonNegative } from '../../check.js';
import { InputError } from '../../errors.js';

/**
 * b(s) = √(s²/2 + √(1 + s⁴/4)): the singular value of a linear autoencoder's encoder after gradient flow from a zero
 * decoder, where it was s at the start. The decoder ends at 1/b.
 *
 * b ≥ 1, b(0) = 1 as a limit (a mode of exactly 0 never moves), b ≈ s for large s; the data do not enter.
 * Jain, Radhakrishnan, Uhler (2021), Theorem 1.
 * @throws InputError unless s is a finite number of at least 0.
 * @example
 * ```ts
 * // The root of the golden ratio.
 * stretch(1); // 1.27202
 * ```
 */
export function stretch(s: number): number {
  checkNonNegative('stretch', 's', s);
  const half = (s * s) / 2;
  return Math.sqrt(half + Math.hypot(1, half));
}

/**
 * s = √(b² - b⁻²): the singular value from which gradient flow ends at b, the inverse of `stretch`.
 * @throws InputError unless b is a finite number of at least 1.
 * @example
 * ```ts
 * startForStretch(10); // 9.9995
 * ```
 */
export function startForStretch(b: number): number {
  if (!(Number.isFinite(b) && b >= 1)) {
    throw new InputError('startForStretch', 'b', `is ${String(b)}`, 'a stretch is at least 1');
  }
  return Math.sqrt((b - 1 / b) * (b + 1 / b));
}

/**
 * |B x|² = η³ (1 + √(η⁴ + 4) / η²), η = |x|²: the squared pre-activations of f(z) = A relu(B z) after gradient flow on
 * {x, -x} from A = 0, B = [x xᵀ; -x xᵀ]. At the start it is 2η³.
 * Jain, Radhakrishnan, Uhler (2021), NonLinearCheck of their code; η as there, not a learning rate.
 * @throws InputError unless η is positive.
 * @example
 * ```ts
 * reluOneSampleNorm(1); // 3.23607
 * ```
 */
export function reluOneSampleNorm(eta: number): number {
  if (!(Number.isFinite(eta) && eta > 0)) {
    throw new InputError('reluOneSampleNorm', 'eta', `is ${String(eta)}`, 'it is |x|², a positive number');
  }
  return eta ** 3 + eta * Math.hypot(eta * eta, 2);
}
