import { networkModel } from '../../nets/network-model.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { fullCriticalRate } from './network-measures.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface OneCatapultSettings extends TaskSettings {
  /** r = η / η_crit at the start. */
  ratios: number[];
  steps: number;
}

export type OneCatapultRow = {
  ratio: number;
  step: number;
  loss: number;
  /** λ₁ of the tangent kernel over its value at the start. */
  sharpness: number;
  /** η λ₁ / (2n): the rate over the critical rate at this time. */
  current: number;
  /** The loss within the top 1 and 5 eigenvectors, and outside of the 5. */
  top1: number;
  top5: number;
  rest: number;
};

/** Full-batch gradient descent at several learning rates from one start, with the loss split by the tangent kernel. */
export async function oneCatapult(
  { ratios, steps, ...task }: OneCatapultSettings,
  seed: number,
  step: Step,
): Promise<OneCatapultRow[]> {
  const rows: OneCatapultRow[] = [];
  for (const [k, ratio] of ratios.entries()) {
    const world = drawTask(task, seed);
    const learningRate = ratio * fullCriticalRate(world);
    const model = networkModel(world.net, world.train.x);
    let first = 0;
    for (const state of trajectory(model, world.train.y, { learningRate, steps, watch: 5 })) {
      if (state.diverged) break;
      const { loss, eigenvalues, within } = state;
      if (state.step === 0) first = eigenvalues[0];
      rows.push({
        ratio,
        step: state.step,
        loss,
        sharpness: eigenvalues[0] / first,
        current: (learningRate * eigenvalues[0]) / task.n,
        top1: within[0],
        top5: within[4],
        rest: Math.max(loss - within[4], 0),
      });
    }
    await step(k + 1, ratios.length);
  }
  return rows;
}
