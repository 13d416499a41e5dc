import { checkInteger, checkPositive } from '../../check.js';
import { InputError } from '../../errors.js';

/**
 * w⁺ = w + s w (1 − a w), the gradient step on ½(1/w − a)² with rate s w⁴. s = 1 is Newton's method, and then
 * e⁺ = e² exactly for e = 1 − a w; s = 1/2 is Polyak's classical step. Result `(steps + 1)`, from w₀ on.
 * @throws InputError if a is 0 or an argument is not finite.
 * @example scalarReciprocal(3, 0.1, { steps: 9 })
 */
export function scalarReciprocal(
  a: number,
  start: number,
  { steps, share = 1 }: { steps: number; share?: number },
): Float64Array {
  if (!Number.isFinite(a) || a === 0)
    throw new InputError('scalarReciprocal', 'a', `is ${a}`, 'give a number that has a reciprocal');
  if (!Number.isFinite(start))
    throw new InputError('scalarReciprocal', 'start', `is ${start}`, 'give a finite number');
  checkInteger('scalarReciprocal', 'steps', steps);
  checkPositive('scalarReciprocal', 'share', share);
  const w = new Float64Array(steps + 1).fill(start);
  for (let k = 0; k < steps; k++) w[k + 1] = w[k] + share * w[k] * (1 - a * w[k]);
  return w;
}
