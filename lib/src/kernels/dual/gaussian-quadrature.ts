import { InputError, NumericalError } from '../../errors.js';

/** An activation as a function, normalised later; `kinks` are where it or its slope jumps. */
export interface ScalarActivation {
  name: string;
  value(x: number): number;
  slope(x: number): number;
  /** `value` at many x at once, where that is faster than one by one. */
  values?(x: Float64Array): Float64Array;
  kinks?: readonly number[];
}

/** What one dimension of quadrature tells of an activation of Gaussian norm 1. */
export interface ActivationConstants {
  /** E[φ]² = D(0). */
  meanSquared: number;
  /** E[φ']² = D'(0). */
  a: number;
  /** E[φ'²] = D'(1). */
  b: number;
  /** √E[φ²] before the normalisation. */
  norm: number;
  /** Largest change of the constants when the panels are halved. */
  error: number;
}

// Beyond 14 standard deviations the density is below 1e-42.
const REACH = 14;

// Nodes and weights of 16-point Gauss-Legendre on [-1, 1], by Newton's method on Legendre polynomials.
const rule = legendre(16);

function legendre(n: number): { x: number; w: number }[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let round = 0; round < 20; round++) {
      let [before, now] = [1, x];
      for (let k = 2; k <= n; k++) [before, now] = [now, ((2 * k - 1) * x * now - (k - 1) * before) / k];
      slope = (n * (x * now - before)) / (x * x - 1);
      x -= now / slope;
    }
    return { x, w: 2 / ((1 - x * x) * slope * slope) };
  });
}

/**
 * Nodes and weights of composite Gauss-Legendre between the kinks under the normal density, `panels` a unit of length.
 */
export function gaussianRule(
  kinks: readonly number[],
  panels: number,
): { nodes: Float64Array; weights: Float64Array } {
  const cuts = [-REACH, ...[...kinks].filter((k) => Math.abs(k) < REACH).sort((p, q) => p - q), REACH];
  const counts = cuts.slice(1).map((to, c) => Math.max(1, Math.ceil((to - cuts[c]) * panels)));
  const total = rule.length * counts.reduce((sum, count) => sum + count, 0);
  const [nodes, weights] = [new Float64Array(total), new Float64Array(total)];
  let at = 0;
  counts.forEach((count, c) => {
    const half = (cuts[c + 1] - cuts[c]) / count / 2;
    for (let p = 0; p < count; p++) {
      const middle = cuts[c] + (2 * p + 1) * half;
      for (const { x, w } of rule) {
        const z = middle + half * x;
        nodes[at] = z;
        weights[at++] = (w * half * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
      }
    }
  });
  return { nodes, weights };
}

/** E[f(z)], z ~ N(0, 1), by `gaussianRule`. */
export function gaussianMean(f: (z: number) => number, kinks: readonly number[] = [], panels = 2): number {
  const { nodes, weights } = gaussianRule(kinks, panels);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += weights[i] * f(nodes[i]);
  return sum;
}

/**
 * E[φ]², E[φ']² and E[φ'²] of φ / √E[φ²], z ~ N(0, 1), and of φ less its mean if `centred`: what decides the class of
 * infinite depth, for any activation. Radhakrishnan, Belkin and Uhler (2023).
 * @throws InputError if φ is constant, or not finite within 14 standard deviations.
 * @throws NumericalError if the quadrature does not settle: φ grows too fast, or has kinks that were not given; or if φ
 * jumps.
 * @example
 * ```ts
 * const relu = {
 *   name: 'ReLU',
 *   value: (x: number) => Math.max(x, 0),
 *   slope: (x: number) => Number(x > 0),
 *   kinks: [0],
 * };
 * activationConstants(relu); // { meanSquared: 0.318310, a: 0.5, b: 1 }
 * ```
 */
export function activationConstants(
  activation: ScalarActivation,
  { centred = false }: { centred?: boolean } = {},
): ActivationConstants {
  const fn = 'activationConstants';
  const { name, value, slope, kinks = [] } = activation;
  const constants = (panels: number): Omit<ActivationConstants, 'error'> => {
    const mean = gaussianMean(value, kinks, panels);
    const square = gaussianMean((z) => value(z) ** 2, kinks, panels);
    const kept = centred ? square - mean * mean : square;
    // What the last hundredth of the range adds must be nothing: exp(x²) is finite on any range.
    const edge = [-REACH, REACH].reduce((sum, z) => sum + value(z) ** 2 * Math.exp((-z * z) / 2), 0);
    if (!Number.isFinite(kept) || edge > 1e-6 * square) {
      throw new InputError(fn, 'activation', `(${name}) is not square-integrable`, 'bound its growth');
    }
    if (!(square - mean * mean > 1e-12 * square)) {
      throw new InputError(fn, 'activation', `(${name}) is constant`, 'give one that varies');
    }
    return {
      meanSquared: centred ? 0 : (mean * mean) / kept,
      a: gaussianMean(slope, kinks, panels) ** 2 / kept,
      b: gaussianMean((z) => slope(z) ** 2, kinks, panels) / kept,
      norm: Math.sqrt(kept),
    };
  };
  const [coarse, fine] = [constants(2), constants(4)];
  const error = Math.max(
    ...(['meanSquared', 'a', 'b'] as const).map(
      (key) => Math.abs(fine[key] - coarse[key]) / Math.max(1, fine[key]),
    ),
  );
  if (!(error < 1e-6)) {
    throw new NumericalError(
      `${fn}: the integrals of ${name} change by ${error} with finer panels; give its kinks`,
    );
  }
  // E[φ'] = E[z φ(z)] by parts: a jump of φ has no part in φ'.
  const byParts = gaussianMean((z) => z * value(z), kinks, 4) ** 2 / fine.norm ** 2;
  if (!(Math.abs(byParts - fine.a) < 1e-6 * Math.max(1, fine.a))) {
    throw new NumericalError(
      `${fn}: E[φ']² of ${name} is ${fine.a}, E[z φ]² ${byParts}; a continuous activation with its own slope is needed`,
    );
  }
  return { ...fine, error };
}

/**
 * c_k = E[φ(z) He_k(z)] / √k! of φ / √E[φ²] for k = 0 ... `terms` - 1: D(ξ) = Σ c_k² ξ^k.
 * @throws InputError on an activation that is constant or not square-integrable.
 * @example
 * ```ts
 * hermiteCoefficients(textActivation('x^2'), 3); // [0.57735, 0, 0.81650]
 * ```
 */
export function hermiteCoefficients(activation: ScalarActivation, terms: number): Float64Array {
  const { value, kinks } = activation;
  const { norm } = activationConstants(activation);
  // √(k+1) h_{k+1} = z h_k - √k h_{k-1} keeps the polynomials of size one under the density.
  return Float64Array.from({ length: terms }, (_, k) => {
    const polynomial = (z: number): number => {
      let [before, now] = [0, 1];
      for (let j = 0; j < k; j++) [before, now] = [now, (z * now - Math.sqrt(j) * before) / Math.sqrt(j + 1)];
      return now;
    };
    return gaussianMean((z) => value(z) * polynomial(z), kinks, 4) / norm;
  });
}

/**
 * D(ξ) = E[φ(u) φ(v)] / E[φ²] and D'(ξ) by two nested integrals, for a test of closed forms and for any activation.
 * @throws InputError on an activation that is constant or not square-integrable.
 * @example
 * ```ts
 * // D(ξ) = (1 + 2ξ²) / 3
 * quadratureDual(textActivation('x^2'), 0.5); // { value: 0.5, slope: 0.66667 }
 * ```
 */
export function quadratureDual(activation: ScalarActivation, xi: number): { value: number; slope: number } {
  const { value, slope, kinks = [] } = activation;
  const { norm } = activationConstants(activation);
  const across = Math.sqrt(1 - xi * xi);
  const mean = (f: (x: number) => number): number =>
    gaussianMean(
      (u) =>
        f(u) *
        gaussianMean(
          (w) => f(xi * u + across * w),
          across > 0 ? kinks.map((k) => (k - xi * u) / across) : [],
          1,
        ),
      kinks,
      1,
    );
  return { value: mean(value) / norm ** 2, slope: mean(slope) / norm ** 2 };
}
