import type { UciCollection } from '../../data/uci.js';
import { converted } from '../../features/rfm/converted.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { predict } from '../../nets/mlp.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { oneHot } from './classify.js';
import { type AnsatzRow, ansatzRows, type NetworkSettings } from './ansatz-rows.js';
import { type Digits, opticalDigits } from './optical-digits.js';
import { firstRows, productSample } from './polynomials.js';

export interface DigitsSettings {
  trainingImages: number;
  /** Training images over which the AGOP is taken. */
  points: number;
  network: Omit<NetworkSettings, 'weightDecay'>;
  weightDecays: number[];
}

export type DigitsRow = { weightDecay: number; accuracy: number } & AnsatzRow;

/** C08 and C08b: the ansatz in every layer of a network on 8 x 8 digits, with and without weight decay. */
export function digitsAnsatz(
  collection: UciCollection,
): (settings: DigitsSettings, seed: number, step?: Step) => Promise<DigitsRow[]> {
  return async function digitsAnsatzOf({ trainingImages, points, network, weightDecays }, seed, step) {
    const random = new Random(seed);
    const { train, test } = splitDigits(opticalDigits(collection), trainingImages, random.fork('split'));
    const data = { x: train.x, y: oneHot(train.labels, 10), points: firstRows(train.x, points) };
    const rows: DigitsRow[] = [];
    for (const [done, weightDecay] of weightDecays.entries()) {
      const inner: Step = (t, of) =>
        step?.(done + t / of, weightDecays.length, `weight decay ${weightDecay}`);
      const run = await ansatzRows({ ...network, weightDecay }, data, random, inner);
      const reached = accuracy(predict(run.net, converted(test.x, 'float32')), test.labels);
      rows.push(...run.rows.map((row) => ({ weightDecay, accuracy: reached, ...row })));
    }
    return rows;
  };
}

export interface LowRankSettings {
  n: number;
  points: number;
  /** Dimension and start of the first layer, undefined: default. */
  cases: { d: number; firstStd?: number }[];
  network: NetworkSettings;
}

export type LowRankRow = { d: number; start: string } & AnsatzRow;

/** C09: the first layer on y = x₁x₂, from a small start and from the default one. */
export async function lowRankAnsatz(
  { n, points, cases, network }: LowRankSettings,
  seed: number,
  step?: Step,
): Promise<LowRankRow[]> {
  const rows: LowRankRow[] = [];
  for (const [done, { d, firstStd }] of cases.entries()) {
    const random = new Random(seed).fork(`${d}`);
    const { x, y } = productSample(n, d, random.fork('data'));
    const start = firstStd === undefined ? 'default' : `N(0, ${firstStd}²)`;
    const inner: Step = (t, of) => step?.(done + t / of, cases.length, `d = ${d}, ${start}`);
    const data = { x, y, points: firstRows(x, points) };
    const run = await ansatzRows({ ...network, firstStd }, data, random, inner);
    rows.push(...run.rows.map((row) => ({ d, start, ...row })));
  }
  return rows;
}

/** Training and test part of the digits, in random order. */
export function splitDigits(
  { x, labels }: Digits,
  training: number,
  random: Random,
): { train: Digits; test: Digits } {
  const order = random.permutation(x.rows);
  const take = (rows: Int32Array): Digits => {
    const part = zeros(rows.length, x.cols);
    rows.forEach((from, to) => part.row(to).set(x.row(from)));
    return { x: part, labels: Uint8Array.from(rows, (i) => labels[i]) };
  };
  return { train: take(order.subarray(0, training)), test: take(order.subarray(training)) };
}
