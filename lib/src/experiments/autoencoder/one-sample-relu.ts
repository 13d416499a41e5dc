import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { type Autoencoder, encode } from '../../nets/autoencoders/autoencoder.js';
import { reluOneSampleNorm } from '../../nets/autoencoders/stretch.js';
import { trainAutoencoder } from '../../nets/autoencoders/train-autoencoder.js';
import { norm } from '../../linalg/norm.js';
import type { Step } from '../../step.js';

export interface OneSampleReluSettings {
  runs: { d: number; eta: number; learningRate: number; steps: number }[];
}

export type OneSampleReluRow = {
  d: number;
  /** |x|². */
  eta: number;
  learningRate: number;
  /** |B x|² at the end. */
  measured: number;
  predicted: number;
  /** measured / predicted - 1. */
  deviation: number;
  loss: number;
};

/** |B x|² of a ReLU autoencoder trained on {x, -x} from A = 0, B = [x xᵀ; -x xᵀ], beside its closed form. */
export async function oneSampleRelu(
  { runs }: OneSampleReluSettings,
  seed: number,
  step: Step,
): Promise<OneSampleReluRow[]> {
  const rows: OneSampleReluRow[] = [];
  for (const [k, { d, eta, learningRate, steps }] of runs.entries()) {
    const x = new Random(seed).fork(d).normalMatrix(1, d);
    const scale = Math.sqrt(eta) / norm(x);
    for (let i = 0; i < d; i++) x.data[i] *= scale;
    const net = mirrored(x);
    const samples = zeros(2, d);
    for (let i = 0; i < d; i++) {
      samples.set(0, i, x.data[i]);
      samples.set(1, i, -x.data[i]);
    }
    const tell = (t: number): void | Promise<void> => step(k + t / steps, runs.length);
    const loss = await trainAutoencoder(net, samples, { learningRate, epochs: steps, step: tell });
    const measured = norm(encode(net, x)) ** 2;
    const predicted = reluOneSampleNorm(eta);
    rows.push({ d, eta, learningRate, measured, predicted, deviation: measured / predicted - 1, loss });
  }
  return rows;
}

/** A = 0, B = [x xᵀ; -x xᵀ]. */
function mirrored(x: Matrix): Autoencoder {
  const d = x.cols;
  const w1 = zeros(2 * d, d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      w1.set(i, j, x.data[i] * x.data[j]);
      w1.set(d + i, j, -x.data[i] * x.data[j]);
    }
  }
  return { w1, w2: zeros(d, 2 * d), activation: 'relu' };
}
