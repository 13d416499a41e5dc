import * as charts from 'agop/experiments/rfm/charts';
import * as measure from 'agop/experiments/rfm/measures';
import { expect, test } from 'vitest';

test('the ratio of errors is that of the worst seed, each beside its own start', () => {
  const row = (n: number, round: number, mse: number) => ({ n, round, mse, share: mse / 10, found: true });
  const rows = [row(8, 0, 4), row(8, 3, 1), row(8, 0, 2), row(8, 3, 1), row(16, 0, 1), row(16, 3, 5)];
  expect(measure.worstErrorRatio(rows, 8, 3)).toBe(1 / 2);
  expect(measure.leastShare(rows, [8, 16], 3)).toBe(0.1);
});

test('curves by round are means over seeds', () => {
  const rows = [1, 3].flatMap((seed) =>
    [0, 1].map((round) => ({ source: 'MNIST', n: 1, round, accuracy: seed + round, seed })),
  );
  expect(measure.accuracyByRound(rows, 'MNIST')).toEqual([2, 3]);
  const r2 = rows.map((row) => ({
    n: 1,
    variant: 'plain',
    round: row.round,
    trainR2: 0,
    testR2: row.accuracy,
  }));
  expect(measure.r2ByRound(r2, 'plain')).toEqual([2, 3]);
});

test('the weakest weight is the lowest after training, whatever the start was', () => {
  const bar = (weight: string, score: measure.AnsatzBar['score'], value: number) => ({
    network: 'CNN',
    weight,
    score,
    value,
  });
  const bars = [bar('a', 'trained', 0.9), bar('b', 'trained', 0.8), bar('c', 'at the start', 0.1)];
  expect(measure.weakest(bars).weight).toBe('b');
});

const uciRow = (set: string, method: string, accuracy: number, more: object = {}) => ({
  ...{ set, n: 1, d: 1, classes: 2, method, accuracy, ridge: null, unitRows: null, round: null },
  ...more,
});
const table = [
  ...[uciRow('a', 'Laplace', 80), uciRow('a', 'RFM', 85), uciRow('a', 'RFM, leak-free', 80)],
  ...[uciRow('b', 'Laplace', 90, { epochs: 3 }), uciRow('b', 'RFM', 89, { epochs: 2 })],
];

test('gains over the plain kernel are sorted and ranked, method by method', () => {
  const gains = measure.uciGains(table);
  expect(gains).toEqual([
    { set: 'a', difference: 5, method: 'RFM', rank: 1 },
    { set: 'b', difference: -1, method: 'RFM', rank: 2 },
    { set: 'a', difference: 0, method: 'RFM, leak-free', rank: 1 },
  ]);
  expect(measure.setsGained(gains, 'RFM')).toBe(1);
  expect(measure.setsGained(gains, 'RFM, leak-free')).toBe(0);
});

test('rows computed now are compared with the kept ones of their set and method', () => {
  expect(measure.setsByEigenPro(table)).toBe(1);
  expect(measure.missingSets(table, ['c', 'a', 'd'])).toEqual(['c', 'd']);
  expect(measure.largestDifference([], table)).toBe(0);
  expect(measure.largestDifference([uciRow('a', 'RFM', 84), uciRow('b', 'RFM', 91)], table)).toBe(2);
});

test('the lines of full machines in the lottery are means, and its points leave them out', () => {
  const row = (
    method: 'Laplace kernel' | 'Laplace kernel, kept pixels',
    threshold: number,
    accuracy: number,
  ) => ({
    method,
    threshold,
    kept: 1,
    accuracy,
  });
  const { rows } = charts.lottery([
    row('Laplace kernel', 0, 0.5),
    row('Laplace kernel', 0, 0.7),
    row('Laplace kernel, kept pixels', 0.05, 0.9),
  ]);
  expect(rows.length).toBe(3);
  expect(rows[0]).toMatchObject({ accuracy: 0.9, level: null });
  expect(rows[1].level).toBeCloseTo(0.6, 12);
});
