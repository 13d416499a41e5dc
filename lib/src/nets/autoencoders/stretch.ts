import { checkNonNegative, checkPositive } from '../../check.js';
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

/** Units b_i = c_i x of one sign, for one sample of several that are orthogonal. */
export interface SampleUnits {
  /** η = |x|². */
  eta: number;
  /** s = Σ c_i² at the start. */
  start: number;
  /** α of the activation max(z, αz), from 0 (ReLU) to below 1. Default 0. */
  slope?: number;
}

/**
 * Σ c_i² = s/2 + √(s²/4 + 1/((1 + α)² η²)) after gradient flow of f(z) = A φ(B z) on ±x from A = 0: |b_i|² - |a_i|² is
 * kept, and both signs reconstruct where the units of each give x/(1 + α). With units of both signs, s = η and α = 0 it
 * is `reluOneSampleNorm`.
 * @throws InputError unless η is positive, s at least 0 and 0 ≤ α < 1.
 * @example
 * ```ts
 * oneSampleStretch({ eta: 1, start: 1 }); // 1.61803
 * ```
 */
export function oneSampleStretch({ eta, start, slope = 0 }: SampleUnits): number {
  const fn = 'oneSampleStretch';
  checkPositive(fn, 'eta', eta);
  checkNonNegative(fn, 'start', start);
  if (!(slope >= 0 && slope < 1)) throw new InputError(fn, 'slope', `is ${slope}`, 'give 0 <= slope < 1');
  return start / 2 + Math.hypot(start / 2, 1 / ((1 + slope) * eta));
}
