import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { alignment, fullCriticalRate, testError } from './network-measures.js';
import { stochasticRun } from './stochastic-run.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface BatchSizesSettings {
  tasks: TaskSettings[];
  /** r = η / η_crit of the full batch at the start, a task each: one learning rate for all sizes. */
  ratios: number[];
  /** b below n; the full batch comes last. */
  batches: number[];
  tolerance: number;
  most: number;
}

export type BatchSizesRow = {
  task: string;
  batch: number;
  steps: number;
  /** Steps after which the loss of their batch was larger: batch catapults. */
  catapults: number;
  /** Steps above the critical rate of their batch, and how many of these were catapults. */
  supercritical: number;
  supercriticalCatapults: number;
  /** Mean of η / η_crit(B) over the steps of the first epoch. */
  firstRatio: number;
  test: number;
  alignment: number;
  diverged: number;
};

/** One learning rate and several batch sizes, each run until the loss is small. */
export async function batchSizes(
  { tasks, ratios, batches, ...limits }: BatchSizesSettings,
  seed: number,
  step: Step,
): Promise<BatchSizesRow[]> {
  const rows: BatchSizesRow[] = [];
  for (const [k, task] of tasks.entries()) {
    const sizes = [...batches.filter((b) => b < task.n), task.n];
    for (const [j, batch] of sizes.entries()) {
      const world = drawTask(task, seed);
      const run = stochasticRun(world, {
        ...limits,
        learningRate: ratios[k] * fullCriticalRate(world),
        batch,
        random: new Random(seed).fork(`order ${batch}`),
        watchBatches: batch < task.n,
      });
      const above = run.batches.filter(({ ratio }) => ratio > 1);
      const rising = ({ before, after }: { before: number; after: number }): boolean => after > before;
      const epoch = run.batches.slice(0, Math.floor(task.n / batch));
      rows.push({
        task: task.task,
        batch,
        steps: run.steps,
        catapults: run.batches.filter(rising).length,
        supercritical: above.length,
        supercriticalCatapults: above.filter(rising).length,
        firstRatio:
          epoch.length === 0 ? ratios[k] : epoch.reduce((sum, one) => sum + one.ratio, 0) / epoch.length,
        test: testError(world),
        alignment: alignment(world),
        diverged: Number(run.diverged),
      });
      await step(k * sizes.length + j + 1, tasks.length * sizes.length);
    }
  }
  return rows;
}
