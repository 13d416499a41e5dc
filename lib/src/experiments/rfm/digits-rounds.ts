import type { ImageSplits } from '../../data/images.js';
import type { UciCollection } from '../../data/uci.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';

export interface DigitsSettings {
  /** Training images of each source; the 8 x 8 ones are 1797 in all. */
  train: { optical: number; mnist: number };
  test: { optical: number; mnist: number };
  ridge: number;
  rounds: number;
}

export type DigitsRow = { source: string; n: number; round: number; accuracy: number };

/**
 * Test accuracy by round on real digits, centred gradients, one-hot targets. `8 x 8`: the 1797 images of the test file of
 * UCI's optical digits, those of scikit-learn, standardised as the archive has them; `MNIST`: 28 x 28, unit length.
 */
export function digitsRounds(
  uci: UciCollection,
  mnist: ImageSplits,
): (settings: DigitsSettings, seed: number, step: Step) => Promise<DigitsRow[]> {
  return async function digitsRoundsOfSeed({ train, test, ridge, rounds }, seed, step) {
    const rows: DigitsRow[] = [];
    const optical = uci.set('optical').test!;
    const small = new Matrix(optical.count, optical.inputs.length / optical.count, optical.inputs);
    const images = mnist.train;
    const pixels = images.height * images.width;
    const large = (i: number): Float64Array => {
      const image = Float64Array.from(images.images.subarray(i * pixels, (i + 1) * pixels));
      const length = Math.hypot(...image);
      return image.map((value) => value / length);
    };
    const sources = [
      { source: '8 x 8', key: 'optical', count: small.rows, d: small.cols, labels: optical.labels, image: (i: number) => small.row(i) },
      { source: 'MNIST', key: 'mnist', count: images.count, d: pixels, labels: images.labels, image: large },
    ] as const; // prettier-ignore
    const total = sources.length * (rounds + 1);
    for (const { source, key, count, d, labels, image } of sources) {
      const order = new Random(seed).fork(source).permutation(count);
      const part = (numbers: Int32Array): { x: Matrix; y: Matrix; labels: Uint8Array } => {
        const [x, y] = [zeros(numbers.length, d), zeros(numbers.length, 10)];
        numbers.forEach((row, i) => {
          x.row(i).set(image(row));
          y.set(i, labels[row], 1);
        });
        return { x, y, labels: Uint8Array.from(numbers, (row) => labels[row]) };
      };
      const n = train[key];
      const own = part(order.slice(0, n));
      const held = part(order.slice(n, n + test[key]));
      const options = { kernel: laplace({ bandwidth: 10 }), ridge, rounds, center: true };
      for await (const { round, predict } of rfmRounds(own.x, own.y, options)) {
        rows.push({ source, n, round, accuracy: accuracy(predict(held.x), held.labels) });
        await step(rows.length, total, source);
      }
    }
    return rows;
  };
}
