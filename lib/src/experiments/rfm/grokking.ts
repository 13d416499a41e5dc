import { pinkNoise } from '../../data/synthetic/pink-noise.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { gram } from '../../linalg/gram.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { mlp, predict as forward } from '../../nets/mlp.js';
import { trainMlp } from '../../nets/train-mlp.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { diagonalOf, oneHot, shareOf } from './classify.js';

export interface GrokkingSettings {
  side: number;
  /** Training images of the two classes. */
  counts: [number, number];
  /** Test images of each class. */
  test: number;
  bandwidth: number;
  ridge: number;
  rounds: number;
}

export type GrokkingRow = {
  /** A round of RFM, or an epoch of the network. */
  t: number;
  train: number;
  test: number;
  /** Share of the diagonal of M on the patch, or of the feature matrix of W₁ - W₁(0). */
  patch: number;
};

const PATCH = { rows: [2, 3], cols: [9, 10] };
const patchOf = (side: number): number[] =>
  PATCH.rows.flatMap((row) => PATCH.cols.map((col) => row * side + col));

/** Pink noise whose class is written into one small patch: 0 or 1. */
function images(counts: [number, number], side: number, random: Random): { x: Matrix; labels: number[] } {
  const labels = counts.flatMap((count, label) => Array.from({ length: count }, () => label));
  const x = pinkNoise(labels.length, side, random);
  labels.forEach((label, i) => patchOf(side).forEach((pixel) => x.set(i, pixel, label)));
  return { x, labels };
}

/** Delayed generalisation without gradient descent: accuracy and M on the patch, round by round. */
export async function grokkingRfm(
  { side, counts, test, bandwidth, ridge, rounds }: GrokkingSettings,
  seed: number,
  step: Step,
): Promise<GrokkingRow[]> {
  const random = new Random(seed);
  const train = images(counts, side, random.fork('train'));
  const fresh = images([test, test], side, random.fork('test'));
  const rows: GrokkingRow[] = [];
  const machines = rfmRounds(train.x, oneHot(train.labels, 2), {
    kernel: laplace({ bandwidth }),
    ridge,
    rounds,
  });
  for await (const { round, metric, predict } of machines) {
    rows.push({
      t: round,
      train: accuracy(predict(train.x), train.labels),
      test: accuracy(predict(fresh.x), fresh.labels),
      patch: shareOf(diagonalOf(metric, side * side), patchOf(side)),
    });
    await step(round + 1, rounds + 1);
  }
  return rows;
}

export interface GrokkingNetworkSettings extends Omit<GrokkingSettings, 'bandwidth' | 'ridge' | 'rounds'> {
  width: number;
  learningRate: number;
  epochs: number;
  /** Epochs between two measurements. */
  every: number;
}

/** The same images and a network of two hidden layers under full-batch gradient descent, inputs shifted by -0.5. */
export async function grokkingNetwork(
  { side, counts, test, width, learningRate, epochs, every }: GrokkingNetworkSettings,
  seed: number,
  step: Step,
): Promise<GrokkingRow[]> {
  const random = new Random(seed);
  const single = ({ rows, cols, data }: Matrix, shift: number): Matrix =>
    new Matrix(
      rows,
      cols,
      Float32Array.from(data, (value) => value + shift),
    );
  const train = images(counts, side, random.fork('train'));
  const fresh = images([test, test], side, random.fork('test'));
  const [x, y] = [single(train.x, -0.5), single(oneHot(train.labels, 2), 0)];
  const z = single(fresh.x, -0.5);
  const net = mlp({
    widths: [side * side, width, width, 2],
    random: random.fork('network'),
    precision: 'float32',
  });
  const start = net.weights[0].clone();
  const rows: GrokkingRow[] = [];
  const onEpoch = ({ epoch }: { epoch: number }): void => {
    if (epoch % every !== 0) return;
    // The random start would hide what was learned.
    const learned = net.weights[0].clone();
    for (let k = 0; k < learned.data.length; k++) learned.data[k] -= start.data[k];
    const features = gram(learned, { of: 'columns' });
    rows.push({
      t: epoch,
      train: accuracy(forward(net, x), train.labels),
      test: accuracy(forward(net, z), fresh.labels),
      patch: shareOf(diagonalOf(features, side * side), patchOf(side)),
    });
  };
  await trainMlp(net, x, y, { learningRate, epochs, onEpoch, step });
  return rows;
}
