import { Random } from '../../linalg/random.js';
import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { networkModel } from '../../nets/network-model.js';
import type { Step } from '../../step.js';
import { fullCriticalRate } from './network-measures.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface BatchCriticalRatesSettings {
  tasks: TaskSettings[];
  batches: number[];
  /** Batches drawn of each size. */
  draws: number;
}

export type BatchCriticalRatesRow = {
  task: string;
  batch: number;
  /** Mean of η_crit(B) / η_crit over batches B at the start. */
  ratio: number;
};

/** How the critical learning rate of a batch grows with its size. */
export async function batchCriticalRates(
  { tasks, batches, draws }: BatchCriticalRatesSettings,
  seed: number,
  step: Step,
): Promise<BatchCriticalRatesRow[]> {
  const rows: BatchCriticalRatesRow[] = [];
  for (const [k, task] of tasks.entries()) {
    const world = drawTask(task, seed);
    const [full, model] = [fullCriticalRate(world), networkModel(world.net, world.train.x)];
    const random = new Random(seed).fork('batches');
    for (const batch of [...batches.filter((b) => b < task.n), task.n]) {
      let sum = 0;
      for (let draw = 0; draw < draws; draw++) {
        const members = random.permutation(task.n).slice(0, batch);
        sum += criticalLearningRate(model.tangentKernel({ rows: members })) / full;
      }
      rows.push({ task: task.task, batch, ratio: sum / draws });
    }
    await step(k + 1, tasks.length);
  }
  return rows;
}
