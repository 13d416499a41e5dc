import { STRIP_WIDTH, stripCentre, strips } from '../../data/synthetic/strips.js';
import type { UciCollection } from '../../data/uci.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { diagonalOf, minMax, oneHot, shareOf, unitRows } from './classify.js';
import { splitDigits } from './nfa-mlp.js';
import { opticalDigits } from './optical-digits.js';

export interface StripsSettings {
  /** Digits from which training strips are put together; test strips have the others. */
  trainingDigits: number;
  n: number;
  test: number;
  bandwidth: number;
  ridge: number;
  rounds: number;
}

const variants = {
  'as the scripts': {},
  'centred, normalised': { center: true, normalise: true },
};

export type StripsRow = {
  variant: keyof typeof variants;
  round: number;
  accuracy: number;
  /** Share of the diagonal of M on the columns of the middle digit, which are 36 % of the strip. */
  centreShare: number;
};

export type StripsPixelRow = { row: number; column: number; diagonal: number };

/** C17: accuracy on strips of three digits, and where M looks, by round. */
export function stripRounds(
  collection: UciCollection,
): (settings: StripsSettings, seed: number, step?: Step) => Promise<StripsRow[]> {
  return async function stripRoundsOf(settings, seed, step) {
    const { train, test } = stripTask(collection, settings, seed);
    const { bandwidth, ridge, rounds } = settings;
    const rows: StripsRow[] = [];
    for (const [variant, options] of Object.entries(variants)) {
      const kernel = laplace({ bandwidth });
      const y = oneHot(train.labels, 10);
      for await (const machine of rfmRounds(train.x, y, { kernel, ridge, rounds, ...options })) {
        rows.push({
          variant: variant as StripsRow['variant'],
          round: machine.round,
          accuracy: accuracy(machine.predict(test.x), test.labels),
          centreShare: shareOf(diagonalOf(machine.metric, train.x.cols), stripCentre()),
        });
        await step?.(rows.length, 2 * (rounds + 1), variant);
      }
    }
    return rows;
  };
}

/** Diagonal of M after one round, stretched to [0, 1], by pixel. */
export function stripPixels(
  collection: UciCollection,
): (settings: StripsSettings, seed: number, step?: Step) => Promise<StripsPixelRow[]> {
  return async function stripPixelsOf(settings, seed, step) {
    const { train } = stripTask(collection, settings, seed);
    const { bandwidth, ridge } = settings;
    const machines = rfmRounds(train.x, oneHot(train.labels, 10), {
      kernel: laplace({ bandwidth }),
      ridge,
      rounds: 1,
    });
    let diagonal: ArrayLike<number> = [];
    for await (const { round, metric } of machines) {
      if (round === 1) diagonal = minMax(diagonalOf(metric, train.x.cols));
      await step?.(round + 1, 2);
    }
    return Array.from(diagonal, (value, pixel) => ({
      row: Math.floor(pixel / STRIP_WIDTH),
      column: pixel % STRIP_WIDTH,
      diagonal: value,
    }));
  };
}

function stripTask(collection: UciCollection, { trainingDigits, n, test }: StripsSettings, seed: number) {
  const random = new Random(seed);
  const parts = splitDigits(opticalDigits(collection), trainingDigits, random.fork('split'));
  const draw = (part: 'train' | 'test', count: number) => {
    const { x, labels } = strips(parts[part], count, random.fork(part));
    return { x: unitRows(x), labels };
  };
  return { train: draw('train', n), test: draw('test', test) };
}
