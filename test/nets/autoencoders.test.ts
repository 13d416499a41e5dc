import { gram } from 'agop/linalg/gram';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, identity, type Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { svd } from 'agop/linalg/svd';
import {
  type Autoencoder,
  autoencoder,
  autoencoderArrays,
  AutoencoderPass,
  reconstruct,
} from 'agop/nets/autoencoders/autoencoder';
import { gradientFlowMode } from 'agop/nets/autoencoders/gradient-flow-mode';
import { linearAutoencoder, type LinearAutoencoderState } from 'agop/nets/autoencoders/linear-autoencoder';
import {
  oneSampleStretch,
  reluOneSampleNorm,
  startForStretch,
  stretch,
} from 'agop/nets/autoencoders/stretch';
import { convergedGrams, stretchedEncoder } from 'agop/nets/autoencoders/stretched-encoder';
import { trainAutoencoder } from 'agop/nets/autoencoders/train-autoencoder';
import { expect, test } from 'vitest';

const last = (run: Iterable<LinearAutoencoderState>): LinearAutoencoderState => [...run].at(-1)!;

function largestGap(a: Matrix, b: Matrix): number {
  return Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i])));
}

test('a stretch solves m - 1/m = s² and is undone by its inverse', () => {
  for (const s of [1e-3, 0.1, 1, 3, 100]) {
    const m = stretch(s) ** 2;
    // The two terms of m - 1/m cancel to s², so that rounding is that of m.
    expect(Math.abs(m - 1 / m - s * s)).toBeLessThan(1e-14 * (m + 1));
    expect(startForStretch(stretch(s))).toBeCloseTo(s, 10);
  }
  expect(stretch(1) ** 2).toBeCloseTo((1 + Math.sqrt(5)) / 2, 14);
  expect(stretch(1e150)).toBe(1e150);
});

test('the time course solves its differential equation and conserves b² - a²', () => {
  for (const [eigenvalue, start] of [
    [1, 0.5],
    [0.1, 3],
    [5, 1e-3],
    [1, 100],
  ]) {
    const h = 1e-5 / eigenvalue;
    for (const time of [0.01, 0.5, 2].map((t) => t / (eigenvalue * (1 + start * start)))) {
      const at = gradientFlowMode({ eigenvalue, start }, time);
      const [before, after] = [time - h / (1 + start * start), time + h / (1 + start * start)].map((t) =>
        gradientFlowMode({ eigenvalue, start }, t),
      );
      const slope = (after.a - before.a) / ((2 * h) / (1 + start * start));
      // Central differences: rounding of a over the step, 1e-16/1e-5, is the larger error.
      const wanted = eigenvalue * (1 - at.a * at.b) * at.b;
      expect(Math.abs(slope - wanted)).toBeLessThan(1e-6 * eigenvalue * at.b);
      expect(at.b ** 2 - at.a ** 2).toBeCloseTo(start ** 2, 9);
    }
    const end = gradientFlowMode({ eigenvalue, start }, 1e9);
    expect(end.b / stretch(start)).toBeCloseTo(1, 12);
    expect(end.a * end.b).toBeCloseTo(1, 12);
  }
});

test('gradient descent follows the time course of every mode', () => {
  const x = new Random(1).normalMatrix(30, 3);
  const encoder = gram(x, { of: 'columns', alpha: 1 / 30 });
  const { eigenvalues, starts, directions } = stretchedEncoder(x, { start: (value) => value, scale: 30 });
  const learningRate = 1e-6;
  const { encoder: b } = last(linearAutoencoder(x, { encoder, learningRate, steps: 20_000 }));
  const inModes = matmul(matmul(directions, b), directions, { transB: true });
  eigenvalues.forEach((value, i) => {
    // `eigenvalues` are those of Xᵀ X / n; the flow has Xᵀ X.
    const flow = gradientFlowMode({ eigenvalue: 30 * value, start: starts[i] }, 0.02);
    // First order in the learning rate.
    expect(inModes.get(i, i)).toBeCloseTo(flow.b, 4);
  });
});

test('from any start the singular values end at the stretch, whatever the data', () => {
  const random = new Random(2);
  const encoder = random.normalMatrix(5, 3);
  const { encoder: wanted, decoder: wantedDecoder } = convergedGrams(encoder);
  for (const n of [12, 40]) {
    const x = random.normalMatrix(n, 3);
    const size = svd(x).s[0] ** 2;
    const end = last(linearAutoencoder(x, { encoder, learningRate: 1e-3 / size, steps: 100_000 }));
    expect(end.loss).toBeLessThan(1e-20);
    expect(largestGap(gram(end.encoder), wanted)).toBeLessThan(2e-3);
    expect(largestGap(gram(end.decoder, { of: 'columns' }), wantedDecoder)).toBeLessThan(2e-3);
    expect(end.drift).toBeLessThan(1e-3);
  }
});

test('a converged autoencoder of full rank is the identity, of fewer samples a projector', () => {
  const x = new Random(3).normalMatrix(8, 5);
  const full = stretchedEncoder(x, { start: (value) => (value + 1) ** 2 });
  expect(largestGap(matmul(full.decoder, full.encoder), identity(5))).toBeLessThan(1e-13);
  const few = stretchedEncoder(new Random(3).normalMatrix(3, 5), { start: (value) => value });
  const projector = matmul(few.decoder, few.encoder);
  expect(largestGap(matmul(projector, projector), projector)).toBeLessThan(1e-12);
  expect([...few.stretches].filter((b) => b === 0)).toHaveLength(2);
});

test('a start built for a stretch reaches it', () => {
  const { stretches } = stretchedEncoder(new Random(4).normalMatrix(20, 3), {
    start: (_, rank) => startForStretch([10, 3, 1.1][rank]),
  });
  [10, 3, 1.1].forEach((b, i) => expect(stretches[i]).toBeCloseTo(b, 12));
});

test.each(['relu', 'leakyRelu', 'linear', 'tanh'] as const)(
  'the gradient of a %s autoencoder is that of its loss',
  (activation) => {
    const random = new Random(5);
    const net = autoencoder({ inputs: 3, hidden: 4, activation, random });
    const x = random.normalMatrix(6, 3);
    const pass = new AutoencoderPass(net);
    pass.evaluate(x);
    const gradients = autoencoderArrays(pass.gradient).map((g) => g.slice());
    const lossOf = (n: Autoencoder): number => {
      const out = reconstruct(n, x);
      return Array.from(out.data).reduce((sum, value, i) => sum + (value - x.data[i]) ** 2, 0) / 18;
    };
    const h = 1e-6;
    autoencoderArrays(net).forEach((values, l) => {
      for (let i = 0; i < values.length; i++) {
        const kept = values[i];
        const [up, down] = [kept + h, kept - h].map((value) => {
          values[i] = value;
          return lossOf(net);
        });
        values[i] = kept;
        expect((up - down) / (2 * h)).toBeCloseTo(gradients[l][i], 7);
      }
    });
  },
);

test('training in batches of all rows is training in one batch', async () => {
  const x = new Random(6).normalMatrix(10, 3);
  const start = (): Autoencoder =>
    autoencoder({ inputs: 3, hidden: 5, activation: 'leakyRelu', random: new Random(7) });
  const [a, b] = [start(), start()];
  const options = { learningRate: 0.1, momentum: 0.9, epochs: 20 };
  const losses: number[] = [];
  const loss = await trainAutoencoder(a, x, { ...options, onEpoch: (_, value) => losses.push(value) });
  await trainAutoencoder(b, x, { ...options, batchSize: 10 });
  expect(a).toEqual(b);
  expect(losses).toHaveLength(20);
  expect(loss).toBeLessThan(losses[0]);
  const smaller = start();
  await trainAutoencoder(smaller, x, { ...options, batchSize: 4 });
  expect(smaller).not.toEqual(a);
});

test('the one-sample law holds for a single unit vector', async () => {
  const x = fromRows([[0.6, 0.8]]);
  const net: Autoencoder = {
    w1: fromRows([
      [0.36, 0.48],
      [0.48, 0.64],
      [-0.36, -0.48],
      [-0.48, -0.64],
    ]),
    w2: fromRows([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]),
    activation: 'relu',
  };
  const samples = fromRows([
    [0.6, 0.8],
    [-0.6, -0.8],
  ]);
  await trainAutoencoder(net, samples, { learningRate: 1e-3, epochs: 40_000 });
  const z = matmul(x, net.w1, { transB: true });
  // First order in the learning rate.
  expect(gram(z).data[0] / reluOneSampleNorm(1) - 1).toBeLessThan(0);
  expect(gram(z).data[0] / reluOneSampleNorm(1) - 1).toBeGreaterThan(-1e-3);
});

test('the stretch of units along one sample is the one-sample law, and keeps |b|² - |a|²', () => {
  for (const eta of [0.5, 1, 3]) {
    const both = 2 * eta ** 2 * oneSampleStretch({ eta, start: eta });
    expect(both / reluOneSampleNorm(eta)).toBeCloseTo(1, 14);
    // q² - p² = s where q p = 1 / ((1 + α) η).
    const q2 = oneSampleStretch({ eta, start: 0.7, slope: 0.2 });
    expect(q2 - 1 / (q2 * (1.2 * eta) ** 2)).toBeCloseTo(0.7, 12);
  }
});
