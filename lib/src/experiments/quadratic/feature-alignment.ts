import { cosine } from '../../features/nfa.js';
import { gram } from '../../linalg/gram.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
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
      await step(k * names.length + j + 1, ratios.length * names.length);
    }
  }
  return rows;
}

// The models are linear in x within a cell of their gates, where any distance is exact but for rounding; a short one
// hardly ever crosses an edge, where the Taylor models jump.
const DISTANCE = 1e-8;

/** (1/n) Σ ∇f(xᵢ) ∇f(xᵢ)ᵀ of a model as it is, by central differences of its predictions at x `(n, d)`. */
export function agopOf(model: TangentModel, x: Matrix): () => Matrix {
  const { rows: n, cols: d } = x;
  const moved = zeros(2 * n * d, d);
  for (let row = 0; row < moved.rows; row++) {
    const [i, k, side] = [Math.floor(row / (2 * d)), Math.floor(row / 2) % d, row % 2];
    moved.row(row).set(x.row(i));
    moved.set(row, k, x.get(i, k) + (side === 0 ? DISTANCE : -DISTANCE));
  }
  return () => {
    const f = model.predict(moved);
    const gradients = new Matrix(
      n,
      d,
      Float64Array.from({ length: n * d }, (_, at) => (f[2 * at] - f[2 * at + 1]) / (2 * DISTANCE)),
    );
    return gram(gradients, { of: 'columns', alpha: 1 / n });
  };
}
