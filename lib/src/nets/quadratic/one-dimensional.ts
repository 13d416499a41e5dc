import { checkFinite, checkVector } from '../../check.js';
import type { Real } from '../../linalg/matrix.js';
import { type OneExampleOptions, oneExampleRun } from './one-example-map.js';

export interface OneDimensionalProblem {
  /** Inputs and targets, (n). */
  x: Real;
  y: Real;
  /** The start of a two-layer ReLU network of one input, (m). */
  u0: Real;
  v0: Real;
}

export interface OneDimensionalState {
  step: number;
  /** ½ Σ e² over all samples: the floor that no step moves, and both directions. */
  loss: number;
  /** λ₁ of the samples x ≥ 0 and λ₂ of those x < 0. */
  eigenvalues: [number, number];
  /** ⟨e, p_i⟩² / (2|p_i|²). */
  projected: [number, number];
}

/**
 * The neural quadratic model of one input on n examples, exactly, as two decoupled one-example maps: the kernel has
 * rank two with eigenvectors p₁ = x 1{x ≥ 0} and p₂ = x 1{x < 0}, which no active unit shares, so that each direction
 * has ê = ⟨e, p_i⟩/|p_i|, λ_i and γ_i = |p_i|²/m of its own. Zhu et al., Quadratic models (2024), several 1-D examples.
 * @throws InputError if lengths differ or numbers are not finite.
 * @example
 * ```ts
 * const [u0, v0] = [Float64Array.of(1, -1), Float64Array.of(1, 1)];
 * const problem = { x: Float64Array.of(1, -1), y: Float64Array.of(0, 0), u0, v0 };
 * const [start] = oneDimensionalRun(problem, { learningRate: 0.1, steps: 1 });
 * start.eigenvalues; // [1, 1]
 * ```
 */
export function* oneDimensionalRun(
  { x, y, u0, v0 }: OneDimensionalProblem,
  { learningRate, steps, divergeAt = 1e7 }: Omit<OneExampleOptions, 'gamma' | 'y'>,
): Generator<OneDimensionalState, void> {
  const fn = 'oneDimensionalRun';
  checkVector(fn, 'y', y, x.length, 'float64');
  checkVector(fn, 'v0', v0, u0.length, 'float64');
  for (const [name, data] of Object.entries({ x, y, u0, v0 })) checkFinite(fn, name, data);
  const sides = [1, -1].map((sign) => direction({ x, y, u0, v0 }, sign));
  const squares = (values: Iterable<number>): number => Array.from(values).reduce((sum, v) => sum + v * v, 0);
  const floor = (squares(y) - squares(sides.map((side) => side.y))) / 2;
  const runs = sides.map((side) =>
    oneExampleRun(side, { gamma: side.gamma, y: side.y, learningRate, steps, divergeAt }),
  );
  for (;;) {
    const [one, two] = runs.map((run) => run.next());
    if (one.done === true || two.done === true) return;
    const projected: [number, number] = [one.value.loss, two.value.loss];
    const eigenvalues: [number, number] = [one.value.lambda, two.value.lambda];
    yield { step: one.value.step, loss: floor + projected[0] + projected[1], eigenvalues, projected };
  }
}

/** ĝ, ŷ, λ and γ of one side at the start; a side without samples is at rest. */
function direction(
  { x, y, u0, v0 }: OneDimensionalProblem,
  sign: number,
): { output: number; lambda: number; gamma: number; y: number } {
  const [m, on] = [u0.length, (value: number): boolean => (sign > 0 ? value >= 0 : value < 0)];
  let [square, target, power, slope] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (!on(x[i])) continue;
    square += x[i] ** 2;
    target += x[i] * y[i];
  }
  for (let i = 0; i < m; i++) {
    // A unit is active on the side of its first weight.
    if (sign > 0 ? !(u0[i] >= 0) : !(u0[i] <= 0)) continue;
    power += u0[i] ** 2 + v0[i] ** 2;
    slope += u0[i] * v0[i];
  }
  const length = Math.sqrt(square);
  return {
    output: (length * slope) / Math.sqrt(m),
    lambda: (square * power) / m,
    gamma: square > 0 ? square / m : Number.MIN_VALUE,
    y: square > 0 ? target / length : 0,
  };
}
