import { networkModel } from '../../nets/network-model.js';
import { normalisedRun } from '../../nets/quadratic/one-example-map.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { fullCriticalRate } from './network-measures.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface RateDialSettings extends TaskSettings {
  ratios: number[];
  steps: number;
}

export type RateDialRow = {
  part: 'path' | 'end';
  ratio: number;
  step: number;
  loss: number;
  /** λ₁ over its value at the start. */
  sharpness: number;
  /**
   * The same at the end by the quadratic model of one example; null above r = 1.5, where its end depends on the start.
   */
  predicted: number | null;
  diverged: number;
};

/** Gradient descent at every learning rate of a dial, and what the quadratic model says of λ₁ without a parameter. */
export async function rateDial(
  { ratios, steps, ...task }: RateDialSettings,
  seed: number,
  step: Step,
): Promise<RateDialRow[]> {
  const rows: RateDialRow[] = [];
  for (const [k, ratio] of ratios.entries()) {
    const world = drawTask(task, seed);
    const learningRate = ratio * fullCriticalRate(world);
    const predicted = ratio > 1.5 ? null : predictedSharpness(2 * ratio);
    let [first, last] = [0, { loss: 0, sharpness: 0, diverged: 0 }];
    const model = networkModel(world.net, world.train.x);
    for (const state of trajectory(model, world.train.y, { learningRate, steps, watch: 1 })) {
      const diverged = Number(state.diverged);
      if (state.step === 0) first = state.eigenvalues[0];
      last = state.diverged
        ? { ...last, diverged }
        : { loss: state.loss, sharpness: state.eigenvalues[0] / first, diverged };
      if (!state.diverged) rows.push({ part: 'path', ratio, step: state.step, ...last, predicted });
    }
    rows.push({ part: 'end', ratio, step: steps, ...last, predicted });
    await step(k + 1, ratios.length);
  }
  return rows;
}

/** λ_end / λ_0 of the map that starts at v₀ = η λ₀ with a small u₀. */
const predictedSharpness = (v0: number): number => normalisedRun({ u: 1e-6, v: v0 }).end / v0;
