import { Random } from '../../linalg/random.js';
import { generalQuadraticRun } from '../../nets/quadratic/general-quadratic.js';
import type { Step } from '../../step.js';

export interface GeneralModelSettings {
  p: number;
  /** Runs: γ and η. */
  runs: { gamma: number; learningRate: number }[];
  steps: number;
}

export type GeneralModelRow = {
  gamma: number;
  learningRate: number;
  step: number;
  loss: number;
  lambda: number;
  diverged: number;
};

/** The general quadratic model on one example, target zero: φ = x/|x|, Σ = diag(±1), w₀ and x normal. */
export async function generalModel(
  { p, runs, steps }: GeneralModelSettings,
  seed: number,
  step: Step,
): Promise<GeneralModelRow[]> {
  const random = new Random(seed);
  const numbers = (label: string): Float64Array => {
    const stream = random.fork(label);
    return Float64Array.from({ length: p }, () => stream.normal());
  };
  const x = numbers('x');
  const phi = x.map((value) => value / Math.hypot(...x));
  const sigma = numbers('sigma').map((value) => (value < 0 ? -1 : 1));
  const rows: GeneralModelRow[] = [];
  for (const [k, { gamma, learningRate }] of runs.entries()) {
    for (const state of generalQuadraticRun({ phi, sigma, gamma }, numbers('w'), {
      learningRate,
      steps,
      divergeAt: 1e12,
    })) {
      const diverged = Number(!(state.loss <= 1e12));
      rows.push({
        gamma,
        learningRate,
        step: state.step,
        loss: diverged ? 1e12 : state.loss,
        lambda: diverged ? 0 : state.lambda,
        diverged,
      });
    }
    await step(k + 1, runs.length);
  }
  return rows;
}
