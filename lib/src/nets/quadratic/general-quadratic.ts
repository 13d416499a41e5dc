import { checkFinite, checkInteger, checkPositive } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Real } from '../../linalg/matrix.js';

export interface GeneralQuadraticModel {
  /** φ (p). */
  phi: Real;
  /** The diagonal of Σ (p). */
  sigma: Real;
  gamma: number;
}

export interface GeneralQuadraticOptions {
  learningRate: number;
  /** Target. Default 0. */
  y?: number;
  steps: number;
  /** A loss above which the run has diverged and ends. Default 1e7. */
  divergeAt?: number;
}

export interface GeneralQuadraticState {
  step: number;
  /** g(w). */
  output: number;
  /** λ = |∇g|², the tangent kernel. */
  lambda: number;
  /** q = ∇gᵀ Σ ∇g. */
  curvature: number;
  /** (g - y)²/2. */
  loss: number;
}

/**
 * Gradient descent of g(w) = ⟨w, φ⟩ + (γ/2) wᵀ Σ w on one example, Σ diagonal: yields the state at the start w₀ (p) and
 * after every step of the loss (g - y)²/2. Zhu et al., Quadratic models (2024), the general quadratic model.
 * @throws InputError if lengths differ, numbers are not finite or the learning rate is not positive.
 * @example
 * ```ts
 * const model = { phi: Float64Array.of(1), sigma: Float64Array.of(1), gamma: 0.1 };
 * const [start] = generalQuadraticRun(model, Float64Array.of(1), { learningRate: 0.1, steps: 1 });
 * start.output; // 1.05
 * start.lambda; // 1.21
 * ```
 */
export function* generalQuadraticRun(
  { phi, sigma, gamma }: GeneralQuadraticModel,
  w0: Real,
  { learningRate, y = 0, steps, divergeAt = 1e7 }: GeneralQuadraticOptions,
): Generator<GeneralQuadraticState, void> {
  const fn = 'generalQuadraticRun';
  for (const [name, data] of Object.entries({ phi, sigma, w0 })) {
    if (data.length !== phi.length) {
      throw new InputError(fn, name, `has ${data.length} numbers`, `phi has ${phi.length}`);
    }
    checkFinite(fn, name, data);
  }
  checkFinite(fn, 'gamma', [gamma]);
  checkPositive(fn, 'learningRate', learningRate);
  checkInteger(fn, 'steps', steps);
  const w = w0.slice();
  const gradient = w0.slice();
  for (let step = 0; ; step++) {
    let [output, lambda, curvature] = [0, 0, 0];
    for (let i = 0; i < w.length; i++) {
      gradient[i] = phi[i] + gamma * sigma[i] * w[i];
      output += w[i] * phi[i] + (gamma / 2) * sigma[i] * w[i] * w[i];
      lambda += gradient[i] * gradient[i];
      curvature += sigma[i] * gradient[i] * gradient[i];
    }
    const loss = (output - y) ** 2 / 2;
    yield { step, output, lambda, curvature, loss };
    if (step === steps || !(loss <= divergeAt)) return;
    for (let i = 0; i < w.length; i++) w[i] -= learningRate * (output - y) * gradient[i];
  }
}

/**
 * The same for Σ² = I in three numbers, exactly:
 *
 *     e' = e (1 - ηλ) + (η²γ/2) e² q,   λ' = λ (1 + (ηγe)²) - 2ηγ e q,   q' = q (1 + (ηγe)²) - 2ηγ e λ.
 * @throws InputError on numbers that are not finite, or a learning rate that is not positive.
 * @example
 * ```ts
 * const start = { output: 1.05, lambda: 1.21, curvature: 1.21 };
 * const [, next] = generalQuadraticMap(start, { gamma: 0.1, learningRate: 0.1, steps: 1 });
 * next.output; // 0.923617
 * ```
 */
export function* generalQuadraticMap(
  { output, lambda, curvature }: Pick<GeneralQuadraticState, 'output' | 'lambda' | 'curvature'>,
  {
    gamma,
    learningRate: eta,
    y = 0,
    steps,
    divergeAt = 1e7,
  }: GeneralQuadraticOptions & Pick<GeneralQuadraticModel, 'gamma'>,
): Generator<GeneralQuadraticState, void> {
  checkFinite('generalQuadraticMap', 'start', [output, lambda, curvature, gamma, y]);
  checkPositive('generalQuadraticMap', 'learningRate', eta);
  checkInteger('generalQuadraticMap', 'steps', steps);
  for (let step = 0; ; step++) {
    const e = output - y;
    yield { step, output, lambda, curvature, loss: e ** 2 / 2 };
    if (step === steps || !(e ** 2 / 2 <= divergeAt)) return;
    const grown = 1 + (eta * gamma * e) ** 2;
    [output, lambda, curvature] = [
      y + e * (1 - eta * lambda) + (eta ** 2 * gamma * e ** 2 * curvature) / 2,
      lambda * grown - 2 * eta * gamma * e * curvature,
      curvature * grown - 2 * eta * gamma * e * lambda,
    ];
  }
}
