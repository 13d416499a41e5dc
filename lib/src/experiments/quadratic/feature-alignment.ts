import { cosine } from '../../features/nfa.js';
import { gram } from '../../linalg/gram.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { TangentModel } from '../../nets/tangent-model.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import { drawShifted } from './labelled.js';
import { type ModelName, type ModelSettings, threeModels } from './three-models.js';

export interface FeatureAlignmentSettings extends ModelSettings {
  n: number;
  d: number;
  /** r = η / η_crit at the start. */
  ratios: number[];
  steps: number;
  /** Steps between two looks. */
  every: number;
}

export type FeatureAlignmentRow = {
  model: ModelName;
  ratio: number;
  step: number;
  loss: number;
  /** Cosine of the model's AGOP over the training points and e₁e₁ᵀ, that of the labels. */
  alignment: number;
};

/** The features of a network and of its Taylor models along gradient descent; a run that diverges ends. */
export async function featureAlignment(
  { n, d, ratios, steps, every, ...settings }: FeatureAlignmentSettings,
  seed: number,
  step: Step,
): Promise<FeatureAlignmentRow[]> {
  const rows: FeatureAlignmentRow[] = [];
  const { train } = drawShifted(d)(n, 1, seed);
  const { models, critical } = threeModels(settings, train.x, seed);
  const truth = zeros(d, d);
  truth.set(0, 0, 1);
  const names = Object.keys(models) as ModelName[];
  for (const [k, ratio] of ratios.entries()) {
    for (const [j, name] of names.entries()) {
      const model = models[name]();
      const agop = agopOf(model, train.x);
      const options = { learningRate: ratio * critical, steps, every, loss: halfMean, divergeAt: 1e7 };
      for (const state of trajectory(model, train.y, options)) {
        if (state.diverged) break;
        const alignment = cosine(agop(), truth);
        rows.push({ model: name, ratio, step: state.step, loss: state.loss, alignment });
      }
      model.free?.();
      await step(k * names.length + j + 1, ratios.length * names.length);
    }
  }
  return rows;
}

// The models are linear in x within a cell of their gates, where any distance is exact but for rounding; a short one
// hardly ever crosses an edge, where the Taylor models jump.
const DISTANCE = 1e-8;

/** (1/n) Σ ∇f(xᵢ) ∇f(xᵢ)ᵀ of a model as it is, by differences of its predictions at x `(n, d)`. */
export function agopOf(model: TangentModel, x: Matrix): () => Matrix {
  const { rows: n, cols: d } = x;
  // Every point, and after it the same moved along each axis.
  const moved = zeros(n * (d + 1), d);
  for (let row = 0; row < moved.rows; row++) {
    const [i, k] = [Math.floor(row / (d + 1)), (row % (d + 1)) - 1];
    moved.row(row).set(x.row(i));
    if (k >= 0) moved.set(row, k, x.get(i, k) + DISTANCE);
  }
  return () => {
    const f = model.predict(moved);
    const gradients = zeros(n, d);
    for (let i = 0; i < n; i++) {
      const at = i * (d + 1);
      for (let k = 0; k < d; k++) gradients.set(i, k, (f[at + k + 1] - f[at]) / DISTANCE);
    }
    return gram(gradients, { of: 'columns', alpha: 1 / n });
  };
}
