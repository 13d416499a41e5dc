import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { alignment, fullCriticalRate, testError } from './network-measures.js';
import { stochasticRun, type StochasticOptions } from './stochastic-run.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface InitialScaleSettings extends Pick<StochasticOptions, 'tolerance' | 'most'> {
  task: TaskSettings;
  /** Factors of the first weight at the start. */
  scales: number[];
  /** b of the runs beside the full batch. */
  batches: number[];
  /** η over η_crit of the full batch at the unscaled start: one learning rate for all, below critical throughout. */
  ratio: number;
}

export type InitialScaleRow = {
  scale: number;
  batch: number;
  steps: number;
  /** Null for a run that diverged. */
  test: number | null;
  alignment: number | null;
};

/** A smaller first weight at the start learns features as well, without any catapult: the control. */
export async function initialScale(
  { task, scales, batches, ratio, ...limits }: InitialScaleSettings,
  seed: number,
  step: Step,
): Promise<InitialScaleRow[]> {
  const rows: InitialScaleRow[] = [];
  for (const [k, scale] of scales.entries()) {
    for (const batch of [task.n, ...batches]) {
      const world = drawTask(task, seed);
      const learningRate = ratio * fullCriticalRate(world);
      const first = world.net.weights[0].data;
      for (let i = 0; i < first.length; i++) first[i] *= scale;
      const random = new Random(seed).fork(`order ${batch}`);
      const { steps, diverged } = stochasticRun(world, { ...limits, learningRate, batch, random });
      const found = diverged
        ? { test: null, alignment: null }
        : { test: testError(world), alignment: alignment(world) };
      rows.push({ scale, batch, steps, ...found });
    }
    await step(k + 1, scales.length);
  }
  return rows;
}
