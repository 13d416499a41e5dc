import { Random } from '../../linalg/random.js';
import { batchOrder } from '../../nets/batch-order.js';
import { networkModel } from '../../nets/network-model.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { alignment, fullCriticalRate, testError } from './network-measures.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface RaisedRateSettings extends TaskSettings {
  batch: number;
  /** r of each phase against η_crit of the full batch at its start. */
  ratios: number[];
  /** Steps of a phase. */
  steps: number;
}

export type RaisedRateRow = {
  phase: number;
  step: number;
  loss: number;
  sharpness: number;
  /** η over the critical rate of the full batch, and of the batch of the step that led here. */
  full: number;
  ofBatch: number;
  top5Share: number;
  /** Known at the end of a phase, else 0. */
  test: number;
  alignment: number;
};

/** SGD whose learning rate is raised above the critical one of the full batch, phase by phase. */
export async function raisedRate(
  { batch, ratios, steps, ...task }: RaisedRateSettings,
  seed: number,
  step: Step,
): Promise<RaisedRateRow[]> {
  const rows: RaisedRateRow[] = [];
  const world = drawTask(task, seed);
  const { net, train } = world;
  const order = batchOrder(task.n, batch, new Random(seed).fork('order'))[Symbol.iterator]();
  // Hands out one iterator for all phases.
  const batches = { [Symbol.iterator]: () => order };
  for (const [phase, ratio] of ratios.entries()) {
    const learningRate = ratio * fullCriticalRate(world);
    const options = { learningRate, steps, watch: 5, watchBatches: true, batches };
    for (const state of trajectory(networkModel(net, train.x), train.y, options)) {
      const { loss, eigenvalues, within, diverged } = state;
      if (diverged) return rows;
      rows.push({
        phase,
        step: phase * steps + state.step,
        loss,
        sharpness: eigenvalues[0] / task.n,
        full: (learningRate * eigenvalues[0]) / task.n,
        ofBatch: state.batches[0]?.ratio ?? ratio,
        top5Share: within[4] / loss,
        test: state.step === steps ? testError(world) : 0,
        alignment: state.step === steps ? alignment(world) : 0,
      });
    }
    await step(phase + 1, ratios.length);
  }
  return rows;
}
