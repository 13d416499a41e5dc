import { Random } from '../../linalg/random.js';
import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { networkModel } from '../../nets/network-model.js';
import type { Step } from '../../step.js';
import { alignment, testError } from './network-measures.js';
import { stochasticRun, type StochasticOptions } from './stochastic-run.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface FairComparisonSettings extends Pick<StochasticOptions, 'tolerance' | 'most'> {
  task: TaskSettings;
  /** b below n; the full batch comes last. */
  batches: number[];
  /** η over the mean critical rate of a batch of that size at the start. */
  ratios: number[];
}

export type FairComparisonRow = {
  batch: number;
  ratio: number;
  /** Null for a run that diverged. */
  test: number | null;
  alignment: number | null;
};

// Batches over which the critical rate of a size is averaged.
const DRAWS = 30;

/** Every batch size at the same multiples of its own critical learning rate. */
export async function fairComparison(
  { task, batches, ratios, ...limits }: FairComparisonSettings,
  seed: number,
  step: Step,
): Promise<FairComparisonRow[]> {
  const rows: FairComparisonRow[] = [];
  const sizes = [...batches, task.n];
  for (const [k, batch] of sizes.entries()) {
    const critical = meanCriticalRate(task, batch, seed);
    for (const ratio of ratios) {
      const world = drawTask(task, seed);
      const random = new Random(seed).fork(`order ${batch}`);
      const run = stochasticRun(world, { ...limits, learningRate: ratio * critical, batch, random });
      const found = run.diverged
        ? { test: null, alignment: null }
        : { test: testError(world), alignment: alignment(world) };
      rows.push({ batch, ratio, ...found });
    }
    await step(k + 1, sizes.length);
  }
  return rows;
}

function meanCriticalRate(task: TaskSettings, batch: number, seed: number): number {
  const { net, train } = drawTask(task, seed);
  const [model, random] = [networkModel(net, train.x), new Random(seed).fork('batches')];
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const rows = random.permutation(task.n).slice(0, batch);
    sum += criticalLearningRate(model.tangentKernel({ rows }));
  }
  return sum / DRAWS;
}
