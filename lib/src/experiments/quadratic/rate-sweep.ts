import type { Real } from '../../linalg/matrix.js';
import { batchOrder } from '../../nets/batch-order.js';
import { Random } from '../../linalg/random.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import type { Draw } from './labelled.js';
import { type ModelName, type ModelSettings, threeModels } from './three-models.js';

export interface RateSweepSettings extends ModelSettings {
  n: number;
  test: number;
  /** r = η / η_crit at the start. */
  ratios: number[];
  steps: number;
  stopAt: number;
  /** Steps between two looks at the test points. */
  every: number;
  /** b; full batch if absent. */
  batch?: number;
}

export type RateSweepRow = {
  model: ModelName;
  ratio: number;
  /** Best over the run; null where it diverged. */
  testLoss: number | null;
  accuracy: number | null;
  diverged: number;
};

/** Best test loss and accuracy of the network and its Taylor models by learning rate, from one start. */
export const rateSweep = (draw: Draw) =>
  async function rateSweepOf(settings: RateSweepSettings, seed: number, step: Step): Promise<RateSweepRow[]> {
    const { n, test: points, ratios, steps, stopAt, every, batch, ...model } = settings;
    const { train, test } = draw(n, points, seed);
    const { models, critical } = threeModels(model, train.x, seed);
    const rows: RateSweepRow[] = [];
    for (const [k, ratio] of ratios.entries()) {
      for (const name of Object.keys(models) as ModelName[]) {
        const one = models[name]();
        const batches =
          batch === undefined ? undefined : batchOrder(n, batch, new Random(seed).fork('order'));
        const options = {
          learningRate: ratio * critical,
          steps,
          every,
          batches,
          loss: halfMean,
          stopAt,
          divergeAt: 1e7,
        };
        let [testLoss, accuracy, diverged] = [Infinity, 0, false];
        for (const state of trajectory(one, train.y, options)) {
          diverged = state.diverged;
          if (diverged) break;
          const found = onTest(one.predict(test.x), test.y);
          testLoss = Math.min(testLoss, found.loss);
          accuracy = Math.max(accuracy, found.accuracy);
        }
        one.free?.();
        const best = diverged ? { testLoss: null, accuracy: null } : { testLoss, accuracy };
        rows.push({ model: name, ratio, ...best, diverged: Number(diverged) });
      }
      await step(k + 1, ratios.length);
    }
    return rows;
  };

function onTest(f: Real, y: Float64Array): { loss: number; accuracy: number } {
  let [loss, right] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    loss += (f[i] - y[i]) ** 2 / (2 * y.length);
    right += Number(f[i] * y[i] > 0);
  }
  return { loss, accuracy: right / y.length };
}
