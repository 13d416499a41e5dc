import { checkFinite, checkInteger, checkNonNegative, checkPositive } from '../../check.js';

export interface OneExampleOptions {
  /** γ = |x|² / (m d). */
  gamma: number;
  learningRate: number;
  /** Target. Default 0. */
  y?: number;
  steps: number;
  /** A loss above which the run has diverged and ends. Default 1e7. */
  divergeAt?: number;
}

export interface OneExampleState {
  step: number;
  /** g, the output. */
  output: number;
  /** λ, the tangent kernel. */
  lambda: number;
  /** e²/2. */
  loss: number;
}

/**
 * Gradient descent of the neural quadratic model on one example, exactly, in two variables at any width:
 *
 *     e' = (1 - ηλ + γη² e g) e,   λ' = λ - 4ηγ e g + η²γ e² λ,   e = g - y,
 *
 * for the loss e²/2. Yields the state at the start and after every step. Zhu et al., Quadratic models for understanding
 * catapult dynamics of neural networks (2024), one training example.
 * @throws InputError on numbers that are not finite, or a learning rate or γ that is not positive.
 * @example
 * ```ts
 * const run = oneExampleRun({ output: 1, lambda: 1 }, { gamma: 0.1, learningRate: 0.5, steps: 1 });
 * [...run].map(({ output, lambda }) => [output, lambda]); // [[1, 1], [0.525, 0.825]]
 * ```
 */
export function* oneExampleRun(
  { output, lambda }: { output: number; lambda: number },
  { gamma, learningRate: eta, y = 0, steps, divergeAt = 1e7 }: OneExampleOptions,
): Generator<OneExampleState, void> {
  const fn = 'oneExampleRun';
  checkFinite(fn, 'output', [output]);
  checkNonNegative(fn, 'lambda', lambda);
  checkPositive(fn, 'gamma', gamma);
  checkPositive(fn, 'learningRate', eta);
  checkFinite(fn, 'y', [y]);
  checkInteger(fn, 'steps', steps);
  for (let step = 0; ; step++) {
    const e = output - y;
    const loss = (e * e) / 2;
    yield { step, output, lambda, loss };
    if (step === steps || !(loss <= divergeAt)) return;
    [output, lambda] = [
      y + (1 - eta * lambda + gamma * eta ** 2 * e * output) * e,
      lambda - 4 * eta * gamma * e * output + eta ** 2 * gamma * e * e * lambda,
    ];
  }
}

/** u = γ η² e² and v = η λ; w = γ η² e y, which is 0 for a target of zero. */
export interface NormalisedState {
  u: number;
  v: number;
  w?: number;
}

/**
 * The same map without units: u' = (1 - v + u + w)² u,  v' = v - u (4 - v) - 4w,  w' = (1 - v + u + w) w.
 * @example
 * ```ts
 * normalisedStep({ u: 0.1, v: 1 }); // { u: 0.001, v: 0.7, w: 0 }
 * ```
 */
export function normalisedStep({ u, v, w = 0 }: NormalisedState): Required<NormalisedState> {
  const factor = 1 - v + u + w;
  return { u: factor * factor * u, v: v - u * (4 - v) - 4 * w, w: factor * w };
}

export interface NormalisedEnd {
  /** Largest u of the run. */
  peak: number;
  /** v at the end: η λ_end, below 2 unless the run diverged. */
  end: number;
  updates: number;
  diverged: boolean;
}

// u beyond which nothing comes back, and below which the loss is zero to rounding.
const [DIVERGED, CONVERGED] = [1e7, 1e-24];

/**
 * The normalised map until u < 1e-24 with v < 2, or u > 1e7. For a target of zero: monotone for v₀ < 2, a catapult for
 * 2 < v₀ < 4, divergence above 4, at every width.
 * @throws InputError unless u and v are finite and at least 0.
 * @example
 * ```ts
 * // A catapult: u grows, and v ends below 2.
 * const { peak, end, diverged } = normalisedRun({ u: 1e-3, v: 3 });
 * peak > 0.1 && end < 2; // true
 * diverged; // false
 * ```
 */
export function normalisedRun(start: NormalisedState, maxSteps = 100_000): NormalisedEnd {
  checkNonNegative('normalisedRun', 'u', start.u);
  checkNonNegative('normalisedRun', 'v', start.v);
  checkInteger('normalisedRun', 'maxSteps', maxSteps, 1);
  let [state, peak, updates] = [start, start.u, 0];
  while (updates < maxSteps && state.u <= DIVERGED && !(state.u < CONVERGED && state.v < 2)) {
    state = normalisedStep(state);
    peak = Math.max(peak, state.u);
    updates++;
  }
  return { peak, end: state.v, updates, diverged: !(state.u <= DIVERGED) };
}
