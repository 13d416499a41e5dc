import { networkModel } from '../../nets/network-model.js';
import { trajectory } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import { alignment, fullCriticalRate, testError } from './network-measures.js';
import { drawTask, type Task, type TaskSettings } from './tasks.js';

export interface RepeatedCatapultsSettings {
  tasks: TaskSettings[];
  /** r of each catapult, a task each, against η_crit at the time. */
  ratios: number[];
  /** r of the training before the first. */
  calm: number;
  catapults: number;
  /** The loss at which a phase ends. */
  tolerance: number;
  /** Steps of a phase at most. */
  most: number;
}

export type RepeatedCatapultsRow = {
  task: string;
  /** `phase`: one row after each; `path`: one a step. */
  part: 'phase' | 'path';
  catapults: number;
  step: number;
  loss: number;
  learningRate: number;
  /** λ₁ / n before the phase, or at the step. */
  sharpness: number;
  top5: number;
  /** The largest loss of the phase over its first. */
  peak: number;
  /** λ₁ after the phase over before. */
  drop: number;
  test: number;
  alignment: number;
  /** 1 if the phase came back to the tolerance. */
  returned: number;
};

/** The learning rate raised again and again above the critical one of the time: k catapults, and what they do. */
export async function repeatedCatapults(
  settings: RepeatedCatapultsSettings,
  seed: number,
  step: Step,
): Promise<RepeatedCatapultsRow[]> {
  const rows: RepeatedCatapultsRow[] = [];
  for (const [k, task] of settings.tasks.entries()) {
    const world = drawTask(task, seed);
    let from = 0;
    for (let catapults = 0; catapults <= settings.catapults; catapults++) {
      const ratio = catapults === 0 ? settings.calm : settings.ratios[k];
      const phase = runPhase(world, { ...settings, ratio, watched: seed === 0 && k === 0 });
      const common = { task: task.task, catapults, learningRate: phase.learningRate };
      for (const one of phase.path) {
        const rest = { peak: 0, drop: 0, test: 0, alignment: 0, returned: 0 };
        rows.push({ ...common, part: 'path', ...one, step: from + one.step, ...rest });
      }
      from += phase.steps;
      rows.push({
        ...common,
        part: 'phase',
        step: from,
        loss: phase.loss,
        sharpness: phase.before,
        top5: 0,
        peak: phase.peak,
        drop: phase.after / phase.before,
        test: testError(world),
        alignment: alignment(world),
        returned: Number(phase.returned),
      });
      await step(
        k * (settings.catapults + 1) + catapults + 1,
        settings.tasks.length * (settings.catapults + 1),
      );
      if (!phase.returned) break;
    }
  }
  return rows;
}

interface Phase {
  path: { step: number; loss: number; sharpness: number; top5: number }[];
  learningRate: number;
  steps: number;
  loss: number;
  peak: number;
  before: number;
  after: number;
  returned: boolean;
}

function runPhase(
  world: Task,
  { ratio, tolerance, most, watched }: { ratio: number; tolerance: number; most: number; watched: boolean },
): Phase {
  const { net, train } = world;
  const n = train.x.rows;
  const critical = fullCriticalRate(world);
  const learningRate = ratio * critical;
  const path: Phase['path'] = [];
  let [first, peak, steps, loss, returned] = [0, 0, 0, Infinity, false];
  const options = { learningRate, steps: most, watch: watched ? 5 : 0 };
  for (const state of trajectory(networkModel(net, train.x), train.y, options)) {
    if (state.step === 0) first = state.loss;
    ({ step: steps, loss } = state);
    peak = Math.max(peak, loss);
    if (watched) path.push({ step: steps, loss, sharpness: state.eigenvalues[0] / n, top5: state.within[4] });
    // A catapult is over when the loss is back after it had left.
    returned = loss <= tolerance && (ratio < 1 || peak > 10 * first);
    if (returned || state.diverged) break;
  }
  const after = returned ? 1 / fullCriticalRate(world) : 0;
  return { path, learningRate, steps, loss, peak: peak / first, before: 1 / critical, after, returned };
}
