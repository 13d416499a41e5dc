import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { sample } from './polynomials.js';
import { meanSquare } from './regression-error.js';

export interface LowRankSettings {
  d: number;
  sizes: number[];
  test: number;
  /** Standard deviation of each input. */
  spread: number;
  bandwidth: number;
  ridge: number;
  rounds: number;
}

export type LowRankRow = {
  n: number;
  round: number;
  /** On fresh points. */
  mse: number;
  /** Share of the diagonal of M on the coordinates that the target looks at; 3/d at round 0, where M = I. */
  share: number;
  /** Those coordinates are the three largest of the diagonal. */
  found: boolean;
};

const RELEVANT = [0, 1, 5];

/** y = x₀ x₁ 1[x₅ > 0]. */
const target = (x: ArrayLike<number>): number => (x[5] > 0 ? x[0] * x[1] : 0);

async function* roundsOf(
  { d, test, spread, bandwidth, ridge, rounds }: Omit<LowRankSettings, 'sizes'>,
  n: number,
  seed: number,
): AsyncGenerator<{ round: number; metric: Matrix | undefined; mse: number }> {
  const random = new Random(seed);
  const draw = (label: string): (() => number) => {
    const stream = random.fork(label);
    return () => spread * stream.normal();
  };
  const train = sample(n, d, draw('train'), target);
  const fresh = sample(test, d, draw('test'), target);
  for await (const { round, metric, predict } of rfmRounds(train.x, train.y, {
    kernel: laplace({ bandwidth }),
    ridge,
    rounds,
  })) {
    yield { round, metric: metric as Matrix | undefined, mse: meanSquare(predict(fresh.x), fresh.y) };
  }
}

/** Error and diagonal of M round by round on a target of three coordinates out of d. */
export async function lowRank(
  { sizes, ...settings }: LowRankSettings,
  seed: number,
  step: Step,
): Promise<LowRankRow[]> {
  const rows: LowRankRow[] = [];
  for (const [k, n] of sizes.entries()) {
    for await (const { round, metric, mse } of roundsOf(settings, n, seed)) {
      const diagonal = Array.from({ length: settings.d }, (_, i) => metric?.get(i, i) ?? 1);
      const total = diagonal.reduce((a, b) => a + b);
      const share = RELEVANT.reduce((sum, i) => sum + diagonal[i], 0) / total;
      const least = Math.min(...RELEVANT.map((i) => diagonal[i]));
      const found = diagonal.every((value, i) => RELEVANT.includes(i) || value < least);
      rows.push({ n, round, mse, share, found });
      await step(k * (settings.rounds + 1) + round + 1, sizes.length * (settings.rounds + 1), `n = ${n}`);
    }
  }
  return rows;
}

export type MetricRow = { round: number; i: number; j: number; value: number };

/** M of the largest size after the first and the last round, over its largest entry. */
export async function lowRankMetric(
  { sizes, ...settings }: LowRankSettings,
  seed: number,
  step: Step,
): Promise<MetricRow[]> {
  const rows: MetricRow[] = [];
  for await (const { round, metric } of roundsOf(settings, Math.max(...sizes), seed)) {
    await step(round + 1, settings.rounds + 1);
    if (metric === undefined || (round !== 1 && round !== settings.rounds)) continue;
    const largest = Math.max(...metric.data);
    for (let i = 0; i < metric.rows; i++) {
      for (let j = 0; j < metric.cols; j++) rows.push({ round, i, j, value: metric.get(i, j) / largest });
    }
  }
  return rows;
}
