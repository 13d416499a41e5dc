import { NumericalError } from '../../errors.js';
import type { DualActivation } from './dual-activation.js';
import {
  activationConstants,
  gaussianMean,
  gaussianRule,
  hermiteCoefficients,
  type ScalarActivation,
} from './gaussian-quadrature.js';

// Terms of Σ c_k² ξ^k up to ξ = 1/2, and Chebyshev nodes in √δ beyond: what is left out is below rounding.
const TERMS = 60;
const NODES = 24;
const TOP = Math.SQRT1_2;

/** A dual activation found by quadrature. */
export interface NumericDual extends DualActivation {
  /** Largest disagreement of its two routes, at ξ = 1/2 and as ξ goes to 1. */
  readonly error: number;
}

/**
 * D(ξ) = E[φ(u) φ(v)] of any activation, scaled to D(1) = 1; of φ less its mean by `centredDual`:
 *
 *     D(ξ) = Σ c_k² ξ^k,  ξ <= 1/2;    1 - D(1 - δ) = ½ E[(φ(c s + d t) - φ(c s - d t))²],  c² = 1 - δ/2,  d² = δ/2,
 *
 * s and t standard normal: neither form cancels. The second is divided by δ and interpolated in √δ, in which it is
 * smooth even where φ has kinks.
 *
 * @throws InputError if φ is constant or not square-integrable.
 * @throws NumericalError if φ jumps, or the two routes differ by more than 1e-6.
 * @example
 * ```ts
 * const tanh = { name: 'tanh', value: Math.tanh, slope: (x: number) => 1 - Math.tanh(x) ** 2 };
 * taxonomy(numericDual(tanh)).classifier; // 'singular'
 * ```
 */
export function numericDual(activation: ScalarActivation): NumericDual {
  const { name } = activation;
  const { meanSquared, b, norm } = activationConstants(activation);
  const weights = hermiteCoefficients(activation, TERMS).map((c) => c * c);
  // A coefficient below 1e-12 is rounding, as in the taxonomy.
  const power = weights.findIndex((w, k) => k > 0 && w > 1e-12);
  weights.fill(0, 1, power);
  const quotient = chebyshev((x) => halfSquare(activation, x * x) / (x * x * norm * norm));
  const series = (xi: number): number => weights.reduce((sum, w, k) => (k > 0 ? sum + w * xi ** k : 0), 0);
  const near = (delta: number): number => delta * quotient(Math.sqrt(delta)).value;
  const error = Math.max(
    Math.abs(1 - meanSquared - series(0.5) - near(0.5)),
    Math.abs(quotient(0).value - b) / Math.max(1, b),
  );
  if (!(error < 1e-6)) {
    throw new NumericalError(
      `numericDual: two routes to the dual of ${name} differ by ${error}; give its kinks`,
    );
  }
  return {
    name,
    meanSquared,
    lowest: { power, weight: weights[power] },
    error,
    excess: (xi) => (xi <= 0.5 ? series(xi) : 1 - meanSquared - near(1 - xi)),
    slope(xi, delta) {
      if (xi <= 0.5) return weights.reduce((sum, w, k) => (k > 0 ? sum + w * k * xi ** (k - 1) : 0), 0);
      const x = Math.sqrt(delta);
      const { value, slope } = quotient(x);
      return delta === 0 ? b : value + (x * slope) / 2;
    },
    distance: (delta) => (delta <= 0.5 ? near(delta) : 1 - meanSquared - series(1 - delta)),
  };
}

/** ½ E[(φ(u) - φ(v))²] for correlation 1 - δ. Within the inner integral the kinks of both are known. */
function halfSquare(activation: ScalarActivation, delta: number): number {
  const { value, values = (x: Float64Array): Float64Array => x.map(value), kinks = [] } = activation;
  const [c, d] = [Math.sqrt(1 - delta / 2), Math.sqrt(delta / 2)];
  const meetings = kinks.flatMap((k) => kinks.map((l) => (k - l) / (2 * d)));
  const inner = (t: number): number => {
    const { nodes, weights } = gaussianRule(
      kinks.flatMap((k) => [(k - d * t) / c, (k + d * t) / c]),
      1,
    );
    const n = nodes.length;
    const both = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      both[i] = c * nodes[i] + d * t;
      both[n + i] = c * nodes[i] - d * t;
    }
    const phi = values(both);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weights[i] * (phi[i] - phi[n + i]) ** 2;
    return sum;
  };
  // Even in t.
  return gaussianMean((t) => (t > 0 ? inner(t) : 0), [0, ...meetings], 1);
}

/** f and f' on [0, TOP] by interpolation at Chebyshev nodes. */
function chebyshev(f: (x: number) => number): (x: number) => { value: number; slope: number } {
  const angles = Array.from({ length: NODES }, (_, i) => (Math.PI * (i + 0.5)) / NODES);
  const values = angles.map((angle) => f((TOP * (1 + Math.cos(angle))) / 2));
  const coefficients = angles.map(
    (_, k) =>
      (values.reduce((sum, v, i) => sum + v * Math.cos(k * angles[i]), 0) * (k === 0 ? 1 : 2)) / NODES,
  );
  return (x) => {
    // T_k and its derivative k U_{k-1}, by their recurrences.
    const z = (2 * x) / TOP - 1;
    let [before, now, derivativeBefore, derivative] = [1, z, 0, 1];
    let value = coefficients[0] + coefficients[1] * z;
    let slope = coefficients[1];
    for (let k = 2; k < NODES; k++) {
      [before, now, derivativeBefore, derivative] = [
        now,
        2 * z * now - before,
        derivative,
        2 * now + 2 * z * derivative - derivativeBefore,
      ];
      value += coefficients[k] * now;
      slope += coefficients[k] * derivative;
    }
    return { value, slope: (2 * slope) / TOP };
  };
}
