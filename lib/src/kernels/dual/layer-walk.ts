import { InputError } from '../../errors.js';
import { type DualActivation, dualValue } from './dual-activation.js';

/** A correlation 0 <= ξ <= 1 as δ = 1 - ξ and log ξ: near 1 the one keeps its digits, near 0 the other. */
export interface Correlation {
  delta: number;
  log: number;
}

/** The correlation 1 - δ. @throws InputError when δ is outside [0, 1]. */
export function correlation(fn: string, delta: number): Correlation {
  if (!(delta >= 0 && delta <= 1)) {
    throw new InputError(
      fn,
      'delta',
      `is ${delta}`,
      'inner products on the sphere between 0 and 1 are needed',
    );
  }
  return { delta, log: Math.log1p(-delta) };
}

/** D(ξ), without cancellation at 1 and without underflow at 0. */
export function nextLayer(dual: DualActivation, { delta, log }: Correlation): Correlation {
  if (delta <= 0.5) {
    const next = dual.distance(delta);
    return { delta: next, log: next <= 0.5 ? Math.log1p(-next) : Math.log(dualValue(dual, 1 - delta)) };
  }
  // Below e^-46 = 1e-20 the other terms of D are less than a rounding of the lowest.
  const { power, weight } = dual.lowest;
  const lowestAlone = dual.meanSquared === 0 && log < -46;
  const next = lowestAlone ? power * log + Math.log(weight) : Math.log(dualValue(dual, Math.exp(log)));
  return { delta: -Math.expm1(next), log: next };
}

/** log D'(ξ). */
export function logSlope(dual: DualActivation, { delta, log }: Correlation): number {
  const { power, weight } = dual.lowest;
  if (log < -46) return Math.log(power * weight) + (power === 1 ? 0 : (power - 1) * log);
  return Math.log(dual.slope(delta <= 0.5 ? 1 - delta : Math.exp(log), delta));
}
