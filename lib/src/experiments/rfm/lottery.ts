import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { FaceAttribute } from '../../data/synthetic/faces.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { diagonalOf, minMax, unitRows } from './classify.js';
import { type FaceSettings, faceTask, machines } from './face-machines.js';

export interface LotterySettings extends FaceSettings {
  attribute: FaceAttribute;
  /** Pixel-channels are kept whose diagonal entry of M, stretched to [0, 1], is above the threshold. */
  thresholds: number[];
}

export type LotteryRow = {
  method:
    'Laplace kernel' | 'RFM, one round' | 'Laplace kernel, kept pixels' | 'Laplace kernel, random pixels';
  threshold: number;
  /** Share of the pixel-channels that the kernel sees. */
  kept: number;
  accuracy: number;
};

/** A plain kernel on the few pixels that M keeps, beside one on all pixels and one on as many random ones. */
export async function lottery(settings: LotterySettings, seed: number, step: Step): Promise<LotteryRow[]> {
  const random = new Random(seed);
  const { train, test } = faceTask(settings.attribute, settings, random);
  const [plain, learned] = await machines(train, settings, 1);
  const d = train.x.cols;
  const rows: LotteryRow[] = [];
  const add = (method: LotteryRow['method'], threshold: number, kept: number, predicted: Matrix): void => {
    rows.push({ method, threshold, kept: kept / d, accuracy: accuracy(predicted, test.labels) });
  };
  add('Laplace kernel', 0, d, plain.predict(test.x));
  add('RFM, one round', 0, d, learned.predict(test.x));
  const diagonal = minMax(diagonalOf(learned.metric, d));
  for (const threshold of settings.thresholds) {
    const ticket = Array.from(diagonal.keys()).filter((k) => diagonal[k] > threshold);
    const masks = {
      'Laplace kernel, kept pixels': ticket,
      'Laplace kernel, random pixels': Array.from(random.fork(`mask ${threshold}`).choice(d, ticket.length)),
    };
    for (const [method, mask] of Object.entries(masks)) {
      const seen = (x: Matrix): Matrix => unitRows(columns(x, mask));
      const [machine] = await machines({ x: seen(train.x), labels: train.labels }, settings, 0);
      add(method as LotteryRow['method'], threshold, mask.length, machine.predict(seen(test.x)));
    }
    await step(rows.length, 2 + 2 * settings.thresholds.length);
  }
  return rows;
}

function columns(x: Matrix, which: number[]): Matrix {
  const out = zeros(x.rows, which.length);
  for (let i = 0; i < x.rows; i++) which.forEach((k, j) => out.set(i, j, x.get(i, k)));
  return out;
}
