import { convRfm } from '../../features/conv-rfm.js';
import { convNtk } from '../../kernels/conv-ntk.js';
import { zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { type LabelledImages, targetsOf, scores } from './labelled-images.js';

export interface LocalSignalSettings {
  train: number;
  test: number;
  sigmas: readonly number[];
  height: number;
  width: number;
  depth: number;
  updates: number;
  ridge: number;
}

export type LocalRow = { sigma: number; round: number; accuracy: number; mse: number };

/**
 * One row of each image is ±1/√width, its sign the class; the others are N(0, sigma / width) (3.7, after Karp et al.
 * 2021).
 */
function signalRows(
  n: number,
  sigma: number,
  { height, width }: LocalSignalSettings,
  random: Random,
): LabelledImages {
  const x = zeros(n, height * width, 'float32');
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const row = x.row(i);
    for (let k = 0; k < row.length; k++) row[k] = Math.sqrt(sigma / width) * random.normal();
    labels[i] = Number(random.uniform() < 0.5);
    const at = Math.floor(height * random.uniform()) * width;
    row.fill((2 * labels[i] - 1) / Math.sqrt(width), at, at + width);
  }
  return { image: { channels: 1, height, width }, classes: 2, x, labels };
}

/** Accuracy by noise and round of ConvRFM on one informative row among noise. */
export async function localSignal(
  settings: LocalSignalSettings,
  seed: number,
  step: Step,
): Promise<LocalRow[]> {
  const { sigmas, depth, updates, ridge } = settings;
  const rows: LocalRow[] = [];
  for (const [k, sigma] of sigmas.entries()) {
    const random = new Random(seed);
    const train = signalRows(settings.train, sigma, settings, random.fork(`train ${sigma}`));
    const test = signalRows(settings.test, sigma, settings, random.fork(`test ${sigma}`));
    const kernel = convNtk({ image: train.image, depth });
    for (const machine of convRfm({ x: train.x, y: targetsOf(train) }, { kernel, updates, ridge })) {
      rows.push({ sigma, round: machine.round, ...scores(machine.predict(test.x), test) });
    }
    await step(k + 1, sigmas.length);
  }
  return rows;
}
