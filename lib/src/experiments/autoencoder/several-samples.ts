import { type Matrix, zeros } from '../../linalg/matrix.js';
import { qr } from '../../linalg/qr.js';
import { Random } from '../../linalg/random.js';
import type { Autoencoder } from '../../nets/autoencoders/autoencoder.js';
import { oneSampleStretch } from '../../nets/autoencoders/stretch.js';
import { trainAutoencoder } from '../../nets/autoencoders/train-autoencoder.js';
import { LEAK } from '../../nets/activations.js';
import type { Step } from '../../step.js';

export interface SeveralSamplesSettings {
  d: number;
  /** |x_j|² of the samples, which are orthogonal. */
  etas: number[];
  runs: {
    activation: 'relu' | 'leakyRelu';
    /** Neurons of each sample and sign: 2 · samples · neurons in all, which may be fewer than d. */
    neurons: number;
    /** `along`: encoder rows along the samples, one a neuron; `any`: normal numbers of the same size. */
    start: 'along' | 'any';
  }[];
  learningRate: number;
  steps: number;
}

export type SeveralSamplesRow = {
  activation: string;
  units: number;
  start: string;
  /** |x_j|². */
  eta: number;
  /** |B x_j|² / η², at the start, at the end, and by the law where it holds. */
  before: number;
  after: number;
  law: number | null;
  /** Largest change of |b_i|² - |a_i|² of a unit over the largest |b_i|² - |a_i|² at the start. */
  drift: number;
  loss: number;
};

/**
 * Encoders of ReLU and LeakyReLU networks trained on several orthogonal samples ±x_j from A = 0. Where each row of B₀
 * lies along one sample the samples decouple, and each has the one-sample law; |b_i|² - |a_i|² of a unit is kept from
 * any start.
 */
export async function severalSamples(
  { d, etas, runs, learningRate, steps }: SeveralSamplesSettings,
  seed: number,
  step: Step,
): Promise<SeveralSamplesRow[]> {
  const random = new Random(seed);
  const { q } = qr(random.fork('samples').normalMatrix(d, etas.length));
  const samples = zeros(2 * etas.length, d);
  etas.forEach((eta, j) => {
    for (let k = 0; k < d; k++) {
      samples.set(j, k, Math.sqrt(eta) * q.get(k, j));
      samples.set(etas.length + j, k, -Math.sqrt(eta) * q.get(k, j));
    }
  });
  const rows: SeveralSamplesRow[] = [];
  for (const [r, { activation, neurons, start }] of runs.entries()) {
    const draw = random.fork(`${activation} ${neurons} ${start}`);
    const units = samples.rows * neurons;
    const w1 = zeros(units, d);
    for (let i = 0; i < units; i++) {
      const sample = samples.row(i % samples.rows);
      const size = Math.abs(draw.normal()) / Math.sqrt(neurons);
      for (let k = 0; k < d; k++) {
        w1.set(i, k, start === 'along' ? size * sample[k] : draw.normal() / Math.sqrt(d));
      }
    }
    const net: Autoencoder = { w1, w2: zeros(d, units), activation };
    const first = balance(net);
    const before = etas.map((_, j) => unitsAlong(w1, samples.row(j)));
    const tell = (t: number): void | Promise<void> => step(r + t / steps, runs.length);
    const loss = await trainAutoencoder(net, samples, { learningRate, epochs: steps, step: tell });
    const change = balance(net).map((value, i) => Math.abs(value - first[i]));
    const drift = Math.max(...change) / Math.max(...first.map(Math.abs));
    etas.forEach((eta, j) => {
      const slope = activation === 'relu' ? 0 : LEAK;
      const signs = before[j].map((s) => oneSampleStretch({ eta, start: s, slope }));
      const after = sum(unitsAlong(w1, samples.row(j)));
      const law = start === 'along' ? sum(signs) : null;
      rows.push({ activation, units, start, eta, before: sum(before[j]), after, law, drift, loss });
    });
  }
  return rows;
}

/** |b_i|² - |a_i|² of each unit, b_i its row of the encoder and a_i its column of the decoder. */
function balance({ w1, w2 }: Autoencoder): number[] {
  return Array.from({ length: w1.rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < w1.cols; k++) sum += w1.get(i, k) ** 2 - w2.get(k, i) ** 2;
    return sum;
  });
}

/** Σ (b_i · x)² / |x|⁴ over the units on which x is positive, and over the others. */
function unitsAlong(b: Matrix, x: ArrayLike<number>): [number, number] {
  const sums: [number, number] = [0, 0];
  let square = 0;
  for (let k = 0; k < x.length; k++) square += x[k] ** 2;
  for (let i = 0; i < b.rows; i++) {
    let product = 0;
    for (let k = 0; k < b.cols; k++) product += b.get(i, k) * x[k];
    sums[product > 0 ? 0 : 1] += (product / square) ** 2;
  }
  return sums;
}

const sum = ([a, b]: readonly number[]): number => a + b;
