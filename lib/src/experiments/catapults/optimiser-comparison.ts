import { Random } from '../../linalg/random.js';
import type { OptimiserName } from '../../nets/optimisers/optimisers.js';
import type { Step } from '../../step.js';
import { alignment, fullCriticalRate, testError } from './network-measures.js';
import { optimiserRun, type StochasticOptions } from './stochastic-run.js';
import { drawTask, type TaskSettings } from './tasks.js';

export interface OptimiserSetting {
  name: string;
  method: OptimiserName;
  /** b; the full batch if absent. */
  batch?: number;
  /** η, or r = η / η_crit of the full batch at the start. */
  learningRate?: number;
  ratio?: number;
}

export interface OptimiserComparisonSettings extends Pick<StochasticOptions, 'tolerance' | 'most'> {
  task: TaskSettings;
  methods: OptimiserSetting[];
}

export type OptimiserComparisonRow = {
  method: string;
  steps: number;
  loss: number;
  test: number;
  alignment: number;
};

/** First-order methods from one start to one training loss. */
export async function optimiserComparison(
  { task, methods, ...limits }: OptimiserComparisonSettings,
  seed: number,
  step: Step,
): Promise<OptimiserComparisonRow[]> {
  const rows: OptimiserComparisonRow[] = [];
  for (const [k, { name, method, batch = task.n, learningRate, ratio = 0 }] of methods.entries()) {
    const world = drawTask(task, seed);
    const { steps, loss } = optimiserRun(world, {
      ...limits,
      method,
      batch,
      learningRate: learningRate ?? ratio * fullCriticalRate(world),
      random: new Random(seed).fork(`order ${batch}`),
    });
    rows.push({ method: name, steps, loss, test: testError(world), alignment: alignment(world) });
    await step(k + 1, methods.length);
  }
  return rows;
}
