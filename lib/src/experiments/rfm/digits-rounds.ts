import type { ImageSplits } from '../../data/images.js';
import type { UciCollection } from '../../data/uci.js';
import { rfmRounds } from '../../features/rfm.js';
import { laplace } from '../../kernels/laplace.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { accuracy } from './accuracy.js';
import { unitRows } from './split-table.js';

export interface DigitsSettings {
  /** Training images of each source; the 8 x 8 ones are 1797 in all. */
  train: { optical: number; mnist: number };
  test: { optical: number; mnist: number };
  ridge: number;
  rounds: number;
}

export type DigitsRow = { source: string; n: number; round: number; accuracy: number };

/**
 * Test accuracy by round on real digits, images of unit length, centred gradients, one-hot targets. `8 x 8`: the 1797
 * images of the test file of UCI's optical digits, which scikit-learn has as `digits`; `MNIST`: 28 x 28.
 */
export function digitsRounds(
  uci: UciCollection,
  mnist: ImageSplits,
): (settings: DigitsSettings, seed: number, step: Step) => Promise<DigitsRow[]> {
  return async function digitsRoundsOfSeed({ train, test, ridge, rounds }, seed, step) {
    const rows: DigitsRow[] = [];
    const optical = uci.set('optical').test!;
    const small = counts(optical.inputs, optical.count);
    const images = mnist.train;
    const sources = [
      { source: '8 x 8', key: 'optical', d: small.length / optical.count, pixels: small, ...pick(optical) },
      {
        source: 'MNIST',
        key: 'mnist',
        d: images.height * images.width,
        pixels: images.images,
        ...pick(images),
      },
    ] as const;
    const total = sources.length * (rounds + 1);
    for (const { source, key, count, d, labels, pixels } of sources) {
      const order = new Random(seed).fork(source).permutation(count);
      const part = (numbers: Int32Array): { x: Matrix; y: Matrix; labels: Uint8Array } => {
        const [x, y] = [zeros(numbers.length, d), zeros(numbers.length, 10)];
        numbers.forEach((row, i) => {
          x.row(i).set(pixels.subarray(row * d, (row + 1) * d));
          y.set(i, labels[row], 1);
        });
        return { x: unitRows(x), y, labels: Uint8Array.from(numbers, (row) => labels[row]) };
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

const pick = ({
  count,
  labels,
}: {
  count: number;
  labels: Uint8Array;
}): { count: number; labels: Uint8Array } => ({
  count,
  labels,
});

/**
 * The pixel counts 0, 1, ..., 16 of standardised columns: their smallest step is a count of one, their least value 0.
 */
export function counts(standardised: Float64Array, rows: number): Float64Array {
  const d = standardised.length / rows;
  const out = new Float64Array(standardised.length);
  for (let j = 0; j < d; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => standardised[i * d + j]);
    const values = Float64Array.from(new Set(column)).sort();
    let step = Infinity;
    for (let k = 1; k < values.length; k++) step = Math.min(step, values[k] - values[k - 1]);
    for (let i = 0; i < rows; i++) out[i * d + j] = Math.round((column[i] - values[0]) / step);
  }
  return out;
}
