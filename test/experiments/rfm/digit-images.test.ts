import { expect, test } from 'vitest';
import type { UciCollection, UciSet } from 'agop/data/uci';
import { simplicityBias } from 'agop/experiments/rfm/dominoes';
import { digitSettings } from 'agop/experiments/rfm/settings-digits';
import { stripPixels, stripRounds } from 'agop/experiments/rfm/strips';
import { Random } from 'agop/linalg/random';

/** A set of the shape of the optical digits: class c has pixel levels 0, ..., 16 that only it has, each a little noisy. */
function madeDigits(): UciCollection {
  const random = new Random(0);
  const [count, features, classes] = [120, 62, 10];
  const prototypes = Array.from({ length: classes * features }, () => random.integer(15) + 1);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  const inputs = new Float64Array(count * features);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < features; k++) {
      inputs[i * features + k] = prototypes[labels[i] * features + k] + random.integer(3) - 1;
    }
  }
  const rows = { count, inputs, labels };
  const none = new Int32Array();
  const tuning = { train: none, validation: none };
  const optical: UciSet = { name: 'optical', features, classes, train: rows, test: rows, tuning, folds: [] };
  return { names: ['optical'], set: () => optical };
}

const step = async (): Promise<void> => {};

test('on dominoes every method leans on the digit, and the same seed gives the same rows', async () => {
  const settings = {
    ...digitSettings.dominoes.quick,
    trainingDigits: 80,
    network: { width: 32, std: 1e-3, learningRate: 0.1, batchSize: 20, epochs: 100 },
  };
  const run = () => simplicityBias(madeDigits())(settings, 0, step);
  const rows = await run();
  expect(rows.map(({ method }) => method)).toEqual(['Laplace kernel', 'RFM, one round', 'network']);
  expect(rows[0].digitShare).toBeCloseTo(0.5, 12);
  const rfm = rows[1];
  expect(rfm.digitShare).toBeGreaterThan(0.5);
  expect(rfm.digitShuffled).toBeLessThan(rfm.gratingShuffled);
  expect(await run()).toEqual(rows);
});

test('strips give a row a variant and round, starting from the same plain kernel, with M leaving the area share', async () => {
  const settings = { ...digitSettings.strips.quick, trainingDigits: 80, n: 200, test: 50, rounds: 1 };
  const rows = await stripRounds(madeDigits())(settings, 1, step);
  expect(rows.map(({ variant, round }) => `${variant} ${round}`)).toEqual([
    'as the scripts 0',
    'as the scripts 1',
    'centred, normalised 0',
    'centred, normalised 1',
  ]);
  expect(rows[0].accuracy).toBe(rows[2].accuracy);
  expect(rows[0].centreShare).toBeCloseTo(8 / 22, 12);
  expect(rows[1].centreShare).toBeGreaterThan(8 / 22);

  const pixels = await stripPixels(madeDigits())(settings, 1, step);
  expect(pixels).toHaveLength(220);
  const values = pixels.map(({ diagonal }) => diagonal);
  expect([Math.min(...values), Math.max(...values)]).toEqual([0, 1]);
});
