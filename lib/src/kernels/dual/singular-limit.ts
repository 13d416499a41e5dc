import { InputError, NumericalError } from '../../errors.js';
import type { DualActivation } from './dual-activation.js';
import { correlation, logSlope, nextLayer } from './layer-walk.js';
import { taxonomy } from './taxonomy.js';

const mostLayers = 1_000_000;

/**
 * ψ(ξ) = lim a^-L D^(L)(ξ), a = D'(0), and C₀ of a^-L K_L(ξ) = C₀ + L ψ + o(1), both in logarithms at ξ = 1 - δ: the
 * singular kernel that infinite depth leaves, ψ ~ R(δ) δ^-α, and what the tangent kernel adds, C₀ ~ δ^-(α+1).
 *
 * @throws InputError when the dual is not of the singular class or δ is outside (0, 1).
 * @throws NumericalError when a million layers do not reach the limit.
 * @example
 * ```ts
 * // ψ grows as δ^-α, α = 1: a power of ten for each of δ.
 * const [near, nearer] = [1e-8, 1e-9].map((delta) => singularLimit(optimalDual(2), delta).logPsi);
 * (nearer - near) / Math.log(10); // 1.000
 * ```
 */
export function singularLimit(dual: DualActivation, delta: number): { logPsi: number; logC0: number } {
  const fn = 'singularLimit';
  const { classifier, a } = taxonomy(dual);
  if (classifier !== 'singular') {
    throw new InputError(
      fn,
      'dual',
      `(${dual.name}) is of class ${classifier}`,
      "D(0) = 0 < D'(0) < 1 is needed",
    );
  }
  let point = correlation(fn, delta);
  if (delta === 0 || delta === 1) {
    throw new InputError(fn, 'delta', `is ${delta}`, 'the limit is finite strictly between 0 and 1 only');
  }
  const logA = Math.log(a);
  // C_l = a^-l K_l - l a^-l Σ_l, carried as a ratio to a^-l Σ_l so that nothing overflows.
  let extra = 1;
  for (let layer = 0; layer < mostLayers; layer++) {
    // Below e^-46 = 1e-20 a layer only multiplies by a, to the last digit: the limit is reached.
    if (point.log < -46) {
      const logPsi = point.log - layer * logA;
      return { logPsi, logC0: logPsi + Math.log(extra) };
    }
    const gain = Math.exp(logSlope(dual, point) - logA);
    const next = nextLayer(dual, point);
    const growth = Math.exp(next.log - point.log - logA);
    extra = ((extra + layer) * gain) / growth - layer;
    point = next;
  }
  throw new NumericalError(`${fn}: no limit after ${mostLayers} layers at delta ${delta}`);
}
