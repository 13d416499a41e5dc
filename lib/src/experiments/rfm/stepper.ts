import { type RfmOptions, rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { eigh } from '../../linalg/eigh.js';
import { fromRows, identity, type Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { sample } from './polynomials.js';
import { rSquared } from './regression-error.js';

export interface StepperSettings {
  n: number;
  d: number;
  test: number;
  /** Degrees between the direction that matters and the first axis. */
  direction: number;
  noise: number;
  rounds: number;
  /** Points of a level curve. */
  points: number;
  settings: ({ name: string; bandwidth: number } & Omit<RfmOptions, 'kernel' | 'rounds'>)[];
}

export type StepperRow = {
  part: 'metric' | 'spectrum' | 'level' | 'error';
  setting: string;
  round: number;
  /** Metric: row. Spectrum: index from 1. Level: order along the curve. Error: 0. */
  i: number;
  /** Metric: column. Level: which curve, from the innermost. Others: 0. */
  j: number;
  /**
   * Metric: entry over the largest. Spectrum: eigenvalue over the largest. Level: abscissa. Error: R² on fresh points.
   */
  value: number;
  /** Level: ordinate. Others: 0. */
  y: number;
};

/** Distances of the level curves from the centre along the steepest direction. */
const LEVELS = [0.75, 1.5];

/**
 * What a round of RFM changes, for y = sin(2 uᵀx) + noise with u in the plane of the first two coordinates: M, its
 * spectrum, curves of equal kernel value around the origin in that plane, and the error.
 *
 * The curves are {v : vᵀ M₂ v = s² λ₁}, M₂ the block of M in the plane and λ₁ its larger eigenvalue: circles for M = I,
 * ellipses that are thin across u once M is u uᵀ.
 */
export async function stepper(
  { n, d, test, direction, noise, rounds, points, settings }: StepperSettings,
  seed: number,
  step: Step,
): Promise<StepperRow[]> {
  const random = new Random(seed);
  const [first, second, error] = ['train', 'test', 'noise'].map((label) => random.fork(label));
  const [cos, sin] = [Math.cos((direction * Math.PI) / 180), Math.sin((direction * Math.PI) / 180)];
  const target = (x: ArrayLike<number>): number => Math.sin(2 * (cos * x[0] + sin * x[1]));
  const train = sample(
    n,
    d,
    () => first.normal(),
    (x) => target(x) + noise * error.normal(),
  );
  const fresh = sample(test, d, () => second.normal(), target);
  const rows: StepperRow[] = [];
  for (const [k, { name: setting, bandwidth, ...options }] of settings.entries()) {
    const machines = rfmRounds(train.x, train.y, { kernel: laplace({ bandwidth }), rounds, ...options });
    for await (const { round, metric, predict } of machines) {
      const m = (metric as Matrix | undefined) ?? identity(d);
      const add = (part: StepperRow['part'], i: number, j: number, value: number, y = 0): void => {
        rows.push({ part, setting, round, i, j, value, y });
      };
      add('error', 0, 0, rSquared(predict(fresh.x), fresh.y));
      const largest = Math.max(...m.data);
      for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) add('metric', i, j, m.get(i, j) / largest);
      const { values } = eigh(m);
      for (let i = 0; i < d; i++)
        add('spectrum', i + 1, 0, Math.max(values[d - 1 - i] / values[d - 1], 1e-4));
      for (const [j, s] of LEVELS.entries()) {
        levelCurve(m, s, points).forEach(([x, y], i) => add('level', i, j, x, y));
      }
    }
    await step(k + 1, settings.length, setting);
  }
  return rows;
}

// So far out a curve is a pair of parallel lines, and beyond any plot.
const FAR = 20;

/** Points of {v : vᵀ M₂ v = s² λ₁}, in order. */
function levelCurve(m: Matrix, s: number, points: number): [number, number][] {
  const block = fromRows([
    [m.get(0, 0), m.get(0, 1)],
    [m.get(1, 0), m.get(1, 1)],
  ]);
  const { values, vectors } = eigh(block);
  // Half axes along the columns of `vectors`, eigenvalues ascending.
  const far = Math.min(s * Math.sqrt(values[1] / Math.max(values[0], Number.MIN_VALUE)), FAR);
  return Array.from({ length: points + 1 }, (_, k) => {
    const angle = (2 * Math.PI * k) / points;
    const [a, b] = [far * Math.cos(angle), s * Math.sin(angle)];
    return [vectors.get(0, 0) * a + vectors.get(0, 1) * b, vectors.get(1, 0) * a + vectors.get(1, 1) * b];
  });
}
