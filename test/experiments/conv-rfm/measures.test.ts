import * as measure from 'agop/experiments/conv-rfm/measures';
import { roundChanges } from 'agop/experiments/conv-rfm/settings';
import { expect, test } from 'vitest';

test('networks below a bound are named with their layer and correlation', () => {
  const of = (network: string, layer: number, pearson: number): measure.NetworkRow => {
    const rest = { cosine: 1, pearsonRoot: 1, initialPearson: 0, initialCosine: 0, accuracy: 100, loss: 0 };
    return { network, state: 'trained', layer, pearson, ...rest };
  };
  const rows = [of('wide', 1, 0.95), of('narrow', 1, 0.712), of('narrow', 2, 0.6)];
  expect(measure.networksBelow(rows, 0.8)).toBe('narrow (layer 1, 0.71); narrow (layer 2, 0.60)');
});

test('the accuracy at a noise level leaves out what other images chose; the gain is the difference of both', () => {
  const of = (selected: 'test' | 'validation' | 'no choice', sigma: number, accuracy: number) => ({
    ...{ method: 'CNN', selected, sigma, accuracy },
    mse: 0,
  });
  const rows = [of('test', 4, 80), of('test', 4, 90), of('validation', 4, 70), of('no choice', 8, 10)];
  expect(measure.accuracyAt(rows, 'CNN', 4)).toBe(85);
  expect(measure.accuracyAt(rows, 'CNN', 8)).toBe(10);
  expect(measure.selectionGain(rows, 'CNN')).toBe(15);
});

test('every change of the rounds is a value of one choice, and the plain run one of each', () => {
  const rows = Object.keys(roundChanges).flatMap((name, accuracy) =>
    [0, 1].map((round) => ({ name, round, accuracy: accuracy + round, mse: 1 })),
  );
  const { plain, ...choices } = measure.choicesOf(rows);
  expect(plain.map((row) => row.name)).toEqual(['depth 3', 'depth 3']);
  const values = Object.values(choices).flatMap((own) => [...new Set(own.map((row) => row.name))]);
  const added = ['s = 20', '1e-3', 'power 1/2'];
  expect([...values].sort()).toEqual([...Object.keys(roundChanges), ...added].sort());
  // Of depth 1, 2, 3, 4 in this order.
  expect(measure.accuraciesAfter(choices.depths, 1)).toEqual([6, 5, 4, 1]);
  expect(measure.spread([6, 5, 4, 1])).toBe(5);
});

test('the last direction is that of the last round, and the accuracy by round is counted once', () => {
  const rows = [0, 1].flatMap((round) =>
    [1, 2].map((rank) => {
      const score = { luminance: round + rank, dc: 0, share: 0, pixels: '000000' };
      return { round, rank, accuracy: 50 + round, mse: 1, ...score };
    }),
  );
  expect(measure.lastDirection(rows, 2).luminance).toBe(3);
  expect(measure.accuracyPath(rows)).toEqual([50, 51]);
});
