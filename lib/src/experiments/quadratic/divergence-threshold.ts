import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { halfMean } from './half-mean.js';
import { drawShifted } from './labelled.js';
import { threeModels } from './three-models.js';

export interface DivergenceThresholdSettings {
  n: number;
  d: number;
  widths: number[];
  /** r = η / η_crit, ascending. */
  ratios: number[];
  steps: number;
}

export type DivergenceThresholdRow = {
  width: number;
  /** The first r at which the quadratic model diverges; the next after the last if it never does. */
  first: number;
};

/** Where the quadratic model begins to diverge, by width: the window of catapults does not close. */
export async function divergenceThreshold(
  { n, d, widths, ratios, steps }: DivergenceThresholdSettings,
  seed: number,
  step: Step,
): Promise<DivergenceThresholdRow[]> {
  const rows: DivergenceThresholdRow[] = [];
  const { train } = drawShifted(d)(n, 1, seed);
  for (const [k, width] of widths.entries()) {
    const { models, critical } = threeModels({ hidden: [width], start: 'signs' }, train.x, seed);
    const diverges = (ratio: number): boolean => {
      let diverged = false;
      const options = {
        learningRate: ratio * critical,
        steps,
        every: 20,
        loss: halfMean,
        stopAt: 1e-3,
        divergeAt: 1e7,
      };
      const model = models['quadratic model']();
      for (const state of trajectory(model, train.y, options)) ({ diverged } = state);
      model.free?.();
      return diverged;
    };
    rows.push({
      width,
      first: ratios.find(diverges) ?? 2 * ratios[ratios.length - 1] - ratios[ratios.length - 2],
    });
    await step(k + 1, widths.length);
  }
  return rows;
}
