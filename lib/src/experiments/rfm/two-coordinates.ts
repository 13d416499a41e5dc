import { numpyLegacyNormal } from '../../data/synthetic/numpy-legacy-normal.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { sample } from './polynomials.js';
import { rSquared } from './regression-error.js';

/** A way to update M: its name in the figure, and the options that make it. */
export interface Variant {
  name: string;
  center: boolean;
  normalise: boolean;
  agopPower: number;
}

export interface TwoCoordinatesSettings {
  n: number;
  d: number;
  test: number;
  bandwidth: number;
  ridge: number;
  rounds: number;
  variants: Variant[];
}

export type TwoCoordinatesRow = {
  n: number;
  variant: string;
  round: number;
  trainR2: number;
  testR2: number;
};

type Sample = { x: Matrix; y: Matrix };

/** y = x₀ x₁. */
const target = (x: ArrayLike<number>): number => x[0] * x[1];

async function curves(
  { n, bandwidth, ridge, rounds, variants }: TwoCoordinatesSettings,
  train: Sample,
  fresh: Sample,
  step: Step,
): Promise<TwoCoordinatesRow[]> {
  const rows: TwoCoordinatesRow[] = [];
  for (const [k, { name, ...options }] of variants.entries()) {
    const machines = rfmRounds(train.x, train.y, {
      kernel: laplace({ bandwidth }),
      ridge,
      rounds,
      ...options,
    });
    for await (const { round, alpha, predict } of machines) {
      const trainR2 = rSquared(atTrainingPoints(train.y, ridge, alpha), train.y);
      rows.push({ n, variant: name, round, trainR2, testR2: rSquared(predict(fresh.x), fresh.y) });
      await step(k * (rounds + 1) + round + 1, variants.length * (rounds + 1), name);
    }
  }
  return rows;
}

/** Kα = Y - λα, by the equation that α solves. */
function atTrainingPoints(y: Matrix, ridge: number, alpha: Matrix): Matrix {
  const f = y.clone();
  for (let i = 0; i < f.data.length; i++) f.data[i] -= ridge * alpha.data[i];
  return f;
}

/** R² round by round where two of d coordinates matter. */
export async function twoCoordinates(
  settings: TwoCoordinatesSettings,
  seed: number,
  step: Step,
): Promise<TwoCoordinatesRow[]> {
  const { n, d, test } = settings;
  const random = new Random(seed);
  const [first, second] = [random.fork('train'), random.fork('test')];
  const train = sample(n, d, () => first.normal(), target);
  return curves(
    settings,
    train,
    sample(test, d, () => second.normal(), target),
    step,
  );
}

/** The same on the authors' own draw: numpy's legacy generator, training rows first. */
export async function authorsTwoCoordinates(
  settings: TwoCoordinatesSettings & { numpySeed: number },
  _seed: number,
  step: Step,
): Promise<TwoCoordinatesRow[]> {
  const { n, d, test, numpySeed } = settings;
  const normal = numpyLegacyNormal(numpySeed);
  const train = sample(n, d, normal, target);
  return curves(settings, train, sample(test, d, normal, target), step);
}
