import { Random } from '../../linalg/random.js';
import { oneExampleRun } from '../../nets/quadratic/one-example-map.js';
import { twoLayerModels, twoLayerStart } from '../../nets/quadratic/two-layer-models.js';
import type { TangentModel } from '../../nets/tangent-model.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import type { ModelName } from './three-models.js';

export interface OneExampleModelsSettings {
  width: number;
  d: number;
  y: number;
  /** v₀ = η λ₀. */
  starts: number[];
  steps: number;
}

export type OneExampleModelsRow = {
  model: ModelName;
  v0: number;
  step: number;
  loss: number;
  /** η λ. */
  v: number;
  /** Largest difference of |f - y| and λ to the two-variable map so far, relative; 0 but for the quadratic model. */
  deviation: number;
  diverged: number;
};

/** One training example: the network, its quadratic and its linear model, and the map that the second obeys. */
export async function oneExampleModels(
  { width, d, y, starts, steps }: OneExampleModelsSettings,
  seed: number,
  step: Step,
): Promise<OneExampleModelsRow[]> {
  const rows: OneExampleModelsRow[] = [];
  const random = new Random(seed);
  const x = random.fork('x').normalMatrix(1, d);
  const start = twoLayerStart(width, d, random.fork('network'));
  const gamma = Math.hypot(...x.data) ** 2 / (width * d);
  const { network, quadratic, linear } = twoLayerModels({ ...start, x });
  const models = { network, 'quadratic model': quadratic, 'linear model': linear };
  const output = linear().outputs()[0];
  const lambda = linear().tangentKernel().get(0, 0);
  for (const [k, v0] of starts.entries()) {
    const exact = [...oneExampleRun({ output, lambda }, { gamma, learningRate: v0 / lambda, y, steps })];
    for (const [model, make] of Object.entries(models) as [ModelName, () => TangentModel][]) {
      const one = make();
      let deviation = 0;
      const options = { learningRate: v0 / lambda, steps, watch: 1, loss: halfMean, divergeAt: 1e7 };
      for (const state of trajectory(one, Float64Array.of(y), options)) {
        const there = exact[state.step];
        if (model === 'quadratic model' && there !== undefined && !state.diverged) {
          const [miss, exactMiss] = [Math.sqrt(2 * state.loss), Math.sqrt(2 * there.loss)];
          const byOutput = Math.abs(miss - exactMiss) / Math.max(Math.abs(y), exactMiss);
          deviation = Math.max(deviation, byOutput, Math.abs(state.eigenvalues[0] / there.lambda - 1));
        }
        const diverged = Number(state.diverged);
        const [loss, v] = state.diverged ? [1e7, 0] : [state.loss, (v0 * state.eigenvalues[0]) / lambda];
        rows.push({ model, v0, step: state.step, loss, v, deviation, diverged });
      }
      one.free?.();
    }
    await step(k + 1, starts.length);
  }
  return rows;
}
