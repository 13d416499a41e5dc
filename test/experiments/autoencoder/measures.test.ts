import { byRate, falls, leastRise, meanAlignment, spaceAt } from 'agop/experiments/autoencoder/measures';
import { surrogateStretch } from 'agop/experiments/autoencoder/word-surrogate';
import { expect, test } from 'vitest';

test('the least rise is that of the means over seeds, not of single draws', () => {
  const row = (power: number, empirical: number) =>
    ({
      part: 'cosine',
      component: 0,
      c: 1,
      power,
      x: 0,
      y: 0,
      empirical,
      formula: 0,
      population: 0,
    }) as const;
  const rows = [row(0, 0), row(1, 0.3), row(2, 0.2), row(0, 0), row(1, 0.1), row(2, 0.8)];
  expect(leastRise(rows, 1)).toBeCloseTo(0.2, 12);
});

test('runs by rate are those at η = 4 in 20 dimensions, in rising order', () => {
  const row = (d: number, eta: number, learningRate: number) => {
    return { d, eta, learningRate, measured: 1, predicted: 1, deviation: 0, loss: 0 };
  };
  const rows = [row(20, 4, 0.1), row(20, 1, 0.2), row(20, 4, 0.01), row(200, 4, 0.05)];
  expect(byRate(rows).map((run) => run.learningRate)).toEqual([0.01, 0.1]);
});

test('falls are differences of the rows of whole spaces', async () => {
  const small = { d: 10, words: 80, relations: 2, pairs: 5, rated: 40, degrees: [0, 2] };
  const rows = await surrogateStretch(small, 0, () => {});
  const [raw, two] = [spaceAt(rows, 0), spaceAt(rows, 2)];
  expect(raw.part).toBe('space');
  expect(falls(raw, two).men).toBe(raw.men - two.men);
  expect(falls(two, two)).toEqual({ men: 0, menOrigin: 0, mturk: 0, mturkOrigin: 0 });
});

test('alignment of signatures is averaged seed by seed, so that a seed with more drugs weighs no more', () => {
  const row = (seed: number, cosine: number) => {
    return { degree: 1, drug: 'a', cells: 'b', original: 1, cosine, seed };
  };
  const { meanSize, signKept } = meanAlignment([
    row(0, 1),
    row(1, -0.5),
    row(1, 0.5),
    row(1, 0.5),
    row(1, 0.5),
  ]);
  expect(meanSize).toBe(0.75);
  expect(signKept).toBe((1 + 0.75) / 2);
});
