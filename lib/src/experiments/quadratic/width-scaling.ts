import { topEigenpairs } from '../../linalg/top-eigenpairs.js';
import type { TangentModel } from '../../nets/tangent-model.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import { drawShifted } from './labelled.js';
import { type ModelName, threeModels } from './three-models.js';

export interface WidthScalingSettings {
  n: number;
  d: number;
  widths: number[];
  /** r = η / η_crit. */
  ratio: number;
  steps: number;
  stopAt: number;
}

export type WidthScalingRow = {
  model: ModelName;
  width: number;
  /** Largest training loss over the width. */
  peak: number;
  /** λ₁ at the end over its start. */
  sharpness: number;
  steps: number;
  diverged: number;
};

/** How the peak of the loss and the end of λ₁ depend on the width. */
export async function widthScaling(
  { n, d, widths, ratio, steps, stopAt }: WidthScalingSettings,
  seed: number,
  step: Step,
): Promise<WidthScalingRow[]> {
  const rows: WidthScalingRow[] = [];
  const { train } = drawShifted(d)(n, 1, seed);
  for (const [k, width] of widths.entries()) {
    const { models, critical } = threeModels({ hidden: [width], start: 'signs' }, train.x, seed);
    for (const model of ['network', 'quadratic model'] as const) {
      const one = models[model]();
      const first = largest(one);
      let [peak, last, diverged] = [0, 0, 0];
      const options = { learningRate: ratio * critical, steps, loss: halfMean, stopAt, divergeAt: 1e9 };
      for (const state of trajectory(one, train.y, options)) {
        peak = Math.max(peak, state.diverged ? 0 : state.loss);
        [last, diverged] = [state.step, Number(state.diverged)];
      }
      const sharpness = diverged ? 0 : largest(one) / first;
      one.free?.();
      rows.push({ model, width, peak: peak / width, sharpness, steps: last, diverged });
    }
    await step(k + 1, widths.length);
  }
  return rows;
}

const largest = (model: TangentModel): number => topEigenpairs(model.tangentKernel(), 1).values[0];
