import { topEigenpairs } from '../../linalg/top-eigenpairs.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import { drawFrom, drawShifted, type Labelled } from './labelled.js';
import { type ModelName, type ModelSettings, threeModels } from './three-models.js';

export interface TopDirectionSettings {
  n: number;
  d: number;
  width: number;
  /** η λ₀. */
  v0: number;
  steps: number;
}

export interface ConvTopDirectionSettings extends ModelSettings {
  n: number;
  v0: number;
  steps: number;
}

export type TopDirectionRow = {
  model: ModelName;
  step: number;
  loss: number;
  /** The loss along the top eigenvector p₁. */
  top: number;
  /** p₁ᵀ R_f p₁ = ⟨p₁, e'⟩/⟨p₁, e⟩ - 1 + ηλ₁ and p₁ᵀ R_K p₁ = λ₁ - p₁ᵀ K' p₁, primes after the step. */
  residualTerm: number;
  kernelTerm: number;
};

/** What the quadratic terms do along the top eigenvector of the tangent kernel, step by step. */
export async function topDirection(
  { n, d, width, v0, steps }: TopDirectionSettings,
  seed: number,
  step: Step,
): Promise<TopDirectionRow[]> {
  const { train } = drawShifted(d)(n, 1, seed);
  return alongTop({ hidden: [width], start: 'signs' }, train, { v0, steps }, seed, step);
}

/** The same of a convolutional network of `hidden` filters on images of two classes. */
export const convTopDirection = (images: Labelled) =>
  async function convTopDirectionOf(
    { n, v0, steps, ...model }: ConvTopDirectionSettings,
    seed: number,
    step: Step,
  ): Promise<TopDirectionRow[]> {
    return alongTop(model, drawFrom(images)(n, 1, seed).train, { v0, steps }, seed, step);
  };

async function alongTop(
  settings: ModelSettings,
  train: Labelled,
  { v0, steps }: { v0: number; steps: number },
  seed: number,
  step: Step,
): Promise<TopDirectionRow[]> {
  const rows: TopDirectionRow[] = [];
  const n = train.x.rows;
  const { models, critical } = threeModels(settings, train.x, seed);
  const learningRate = (v0 / 2) * critical;
  for (const model of ['network', 'quadratic model'] as const) {
    const one = models[model]();
    const gradient = new Float64Array(n);
    let f = one.outputs();
    let kernel = one.tangentKernel({ seen: true });
    for (let t = 0; t < steps; t++) {
      const { values, vectors } = topEigenpairs(kernel, 1);
      const p = vectors.row(0);
      const loss = halfMean.evaluate(f, train.y, gradient);
      // The gradient is e/n.
      const before = dot(p, gradient) * n;
      one.step(gradient, learningRate);
      f = one.outputs();
      const after = dot(
        p,
        f.map((value, i) => value - train.y[i]),
      );
      kernel = one.tangentKernel({ seen: true });
      let moved = 0;
      for (let i = 0; i < n; i++) moved += p[i] * dot(kernel.row(i), p);
      rows.push({
        model,
        step: t,
        loss,
        top: before ** 2 / (2 * n),
        residualTerm: after / before - 1 + (learningRate * values[0]) / n,
        kernelTerm: (values[0] - moved) / n,
      });
      if (t % 20 === 0) await step(t, steps);
    }
    one.free?.();
  }
  return rows;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
