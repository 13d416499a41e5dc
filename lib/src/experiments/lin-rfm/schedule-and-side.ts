import { geometric, type Schedule } from '../../features/schedules.js';
import { svdFreeLinRfm } from '../../features/svd-free-lin-rfm.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { completionProblem, hiddenMse } from './problems.js';

export interface ScheduleSettings {
  d: number;
  rank: number;
  count: number;
  iterations: number;
}

export type ScheduleRow = {
  side: 'rows only' | 'alternating';
  ridge: string;
  t: number;
  /** Root mean square error on hidden entries, which is relative: entries have mean square 1. */
  error: number;
};

const ridges: Record<string, Schedule> = {
  'fixed at 0.05': () => 0.05,
  'geometric, 0.97 a step': geometric(0.1, 0.97),
  'geometric, 0.9 a step': geometric(),
};

/** F7: one-sided or alternating, fixed or falling ridge; iterations on a logarithmic grid. */
export async function scheduleAndSide(
  { iterations, ...size }: ScheduleSettings,
  seed: number,
  step: Step,
): Promise<ScheduleRow[]> {
  const problem = completionProblem(size, new Random(seed));
  const grid = new Set(Array.from({ length: 41 }, (_, k) => Math.round(iterations ** (k / 40))));
  const rows: ScheduleRow[] = [];
  for (const [s, side] of (['rows only', 'alternating'] as const).entries()) {
    for (const [ridge, schedule] of Object.entries(ridges)) {
      const sides = side === 'alternating' ? 'alternating' : 'rows';
      for (const { t, z, turned } of svdFreeLinRfm(problem.omega, { sides, ridge: schedule })) {
        if (grid.has(t + 1))
          rows.push({ side, ridge, t: t + 1, error: Math.sqrt(hiddenMse(problem, z, turned)) });
        if (t % 20 === 0) await step(s + t / iterations, 2, `${side}, ${ridge}`);
        if (t + 1 === iterations) break;
      }
    }
  }
  return rows;
}
