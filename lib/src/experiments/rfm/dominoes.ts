import { dominoes, dominoHalf } from '../../data/synthetic/gratings.js';
import type { LabelledDigits } from '../../data/synthetic/labelled-digits.js';
import type { UciCollection } from '../../data/uci.js';
import { converted } from '../../features/rfm/converted.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { gram } from '../../linalg/gram.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { mlp, predict as forward } from '../../nets/mlp.js';
import { trainMlp } from '../../nets/train-mlp.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { diagonalOf, oneHot, shareOf } from './classify.js';
import { splitDigits } from './nfa-mlp.js';
import { opticalDigits } from './optical-digits.js';

export interface DominoesSettings {
  /** Digits for training; the others test. */
  trainingDigits: number;
  /** Of the grating, which makes it the hard half. */
  noise: number;
  bandwidth: number;
  ridge: number;
  network: {
    width: number;
    /** Of the first layer's start. */ std: number;
    learningRate: number;
    batchSize: number;
    epochs: number;
  };
}

export type DominoesRow = {
  method: 'Laplace kernel' | 'RFM, one round' | 'network';
  /** Of test dominoes: as they are, or with one half taken from another domino. */
  joint: number;
  digitShuffled: number;
  gratingShuffled: number;
  /** Share of the diagonal of M, or of W₁ᵀW₁, on the digit; half for the plain kernel. */
  digitShare: number;
};

/** C14, simplicity bias: of two halves that both tell the class, predictors rest on the easy one. */
export function simplicityBias(
  collection: UciCollection,
): (settings: DominoesSettings, seed: number, step?: Step) => Promise<DominoesRow[]> {
  return async function simplicityBiasOf({ trainingDigits, noise, bandwidth, ridge, network }, seed, step) {
    const random = new Random(seed);
    const parts = splitDigits(opticalDigits(collection), trainingDigits, random.fork('split'));
    const draw = (digits: LabelledDigits, label: string): Matrix =>
      dominoes(digits, { noise }, random.fork(label));
    const [x, z] = [draw(parts.train, 'train'), draw(parts.test, 'test')];
    const y = oneHot(parts.train.labels, 10);
    const order = random.fork('shuffle').permutation(z.rows);
    const tests = {
      joint: z,
      digitShuffled: exchanged(z, dominoHalf('digit'), order),
      gratingShuffled: exchanged(z, dominoHalf('grating'), order),
    };
    const rows: DominoesRow[] = [];
    const add = (method: DominoesRow['method'], diagonal: ArrayLike<number>, f: (z: Matrix) => Matrix) => {
      const on = (images: Matrix): number => accuracy(f(images), parts.test.labels);
      rows.push({
        method,
        joint: on(tests.joint),
        digitShuffled: on(tests.digitShuffled),
        gratingShuffled: on(tests.gratingShuffled),
        digitShare: shareOf(diagonal, dominoHalf('digit')),
      });
    };
    const machines = rfmRounds(x, y, { kernel: laplace({ bandwidth }), ridge, rounds: 1 });
    for await (const { round, metric, predict } of machines) {
      add(round === 0 ? 'Laplace kernel' : 'RFM, one round', diagonalOf(metric, x.cols), predict);
      await step?.(round + 1, 3);
    }
    const net = mlp({
      widths: [x.cols, network.width, network.width, 10],
      // From the default start W₁ᵀW₁ is nearly the identity, which would hide what training adds.
      init: [{ std: network.std }, undefined, undefined],
      random: random.fork('network'),
      precision: 'float32',
    });
    const inner: Step = (t, of) => step?.(2 + t / of, 3, 'network');
    const options = { ...network, random: random.fork('batches'), step: inner };
    await trainMlp(net, converted(x, 'float32'), converted(y, 'float32'), options);
    const features = gram(net.weights[0], { of: 'columns' });
    add('network', diagonalOf(features, x.cols), (images) => forward(net, converted(images, 'float32')));
    return rows;
  };
}

/** The images with the pixels `which` of another image, the one that `order` says. */
function exchanged(images: Matrix, which: number[], order: Int32Array): Matrix {
  const out = images.clone();
  order.forEach((from, i) => which.forEach((pixel) => out.set(i, pixel, images.get(from, pixel))));
  return out;
}
