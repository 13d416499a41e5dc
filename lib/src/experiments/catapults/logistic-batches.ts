import { Random } from '../../linalg/random.js';
import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { logisticLoss } from '../../nets/loss.js';
import { predict } from '../../nets/mlp.js';
import { tangentKernel } from '../../nets/tangent-kernel.js';
import type { Step } from '../../step.js';
import { alignment } from './network-measures.js';
import { stochasticRun, type StochasticOptions } from './stochastic-run.js';
import { drawTask, type Task, type TaskSettings } from './tasks.js';

export interface LogisticBatchesSettings extends Pick<StochasticOptions, 'tolerance' | 'most'> {
  task: TaskSettings;
  batches: number[];
  ratio: number;
}

export type LogisticBatchesRow = {
  batch: number;
  steps: number;
  test: number;
  accuracy: number;
  alignment: number;
  /** λ₁ of the tangent kernel at the end over that at the start. */
  sharpness: number;
};

/** Batch sizes under the logistic loss, at one learning rate. */
export async function logisticBatches(
  { task, batches, ratio, ...limits }: LogisticBatchesSettings,
  seed: number,
  step: Step,
): Promise<LogisticBatchesRow[]> {
  const rows: LogisticBatchesRow[] = [];
  const sizes = [...batches, task.n];
  for (const [k, batch] of sizes.entries()) {
    const world = drawTask(task, seed);
    const start = criticalLearningRate(tangentKernel(world.net, world.train.x));
    const outputs = predict(world.net, world.train.x).data;
    const kernel = tangentKernel(world.net, world.train.x);
    const run = stochasticRun(world, {
      ...limits,
      learningRate: ratio * criticalLearningRate(kernel, { outputs }),
      batch,
      random: new Random(seed).fork(`order ${batch}`),
      loss: logisticLoss,
    });
    const end = criticalLearningRate(tangentKernel(world.net, world.train.x));
    rows.push({
      batch,
      steps: run.steps,
      ...onTest(world),
      alignment: alignment(world),
      sharpness: start / end,
    });
    await step(k + 1, sizes.length);
  }
  return rows;
}

function onTest({ net, test }: Task): { test: number; accuracy: number } {
  const f = predict(net, test.x).data;
  const right = test.y.filter((label, i) => label * f[i] > 0).length;
  return { test: logisticLoss.evaluate(f, test.y, f.slice()), accuracy: right / f.length };
}
