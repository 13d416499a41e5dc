import * as charts from 'agop/experiments/lin-rfm/charts';
import * as measure from 'agop/experiments/lin-rfm/measures';
import { expect, test } from 'vitest';

const spectrum = [0, 5].flatMap((t) =>
  [1, 2, 3].map((j) => ({ part: 'spectrum' as const, t, i: 0, j, z: 10 * t + j, g: 0 })),
);

test('singular values are found by iteration and index, and make a row an iteration', () => {
  expect(measure.singularValue(spectrum, 5, 2)).toBe(52);
  expect(charts.leadingSingularValues(spectrum)).toEqual([
    { t: 0, 'σ₁': 1, 'σ₂': 2, 'σ₃': 3 },
    { t: 5, 'σ₁': 51, 'σ₂': 52, 'σ₃': 53 },
  ]);
});

test('error ratios are those of medians', () => {
  const rows = [1, 2, 30].flatMap((error) => [
    { method: 'a', error },
    { method: 'b', error: 4 * error },
  ]);
  expect(measure.errorRatio(rows, { method: 'b' }, { method: 'a' })).toBe(4);
});

test('the distance from the nuclear norm is the same for a tenth and for ten times its error', () => {
  const row = (method: string, count: number, error: number) => ({
    method,
    count,
    error,
    oversampling: 1,
    iterations: 1,
    observable: 0,
  });
  const rows = [
    ...[row('nuclear norm', 1, 0.2), row('lin-RFM, α = 1/4', 1, 0.02)],
    ...[row('nuclear norm', 2, 0.2), row('lin-RFM, α = 1/4', 2, 2)],
  ];
  for (const count of [1, 2]) expect(measure.distanceFromNuclearNorm(rows, count)).toBeCloseTo(1, 12);
});

const network = (depth: number, start: number, error: number) => ({
  method: `deep diagonal, L = ${depth}`,
  values: 'gaussian' as const,
  n: 40,
  error,
  depth,
  start,
  loss: 0,
});

test('the best network is that of the least median, whatever its depth and start', () => {
  const rows = [
    ...[0.1, 0.1, 9].map((error) => network(2, 1e-2, error)),
    ...[1e-9, 0.5, 0.5].map((error) => network(2, 1e-4, error)),
    ...[0.2, 0.2, 0.2].map((error) => network(3, 1e-2, error)),
  ];
  expect(measure.leastMedianError(rows, { n: 40 })).toBe(0.1);
});

test('the larger start of each depth is named so', () => {
  const { rows } = charts.sparse([], [network(2, 1e-4, 1), network(2, 1e-2, 1), network(3, 0.1, 1)]);
  expect(rows.map((row) => row.size)).toEqual(['smaller', 'larger', 'larger']);
});

test('iterations are compared by their medians, and a target that is missed takes infinitely many', () => {
  const run = (
    scheme: 'lin-RFM, one-sided (authors)' | 'lin-RFM, alternating (ours)',
    iterations: number,
  ) => ({
    ...{ d: 100, rank: 3, count: 2000, seconds: 1, reached: Number(iterations < 3000) },
    ...{ scheme, iterations },
  });
  const rows = [
    ...[900, 1000, 3000].map((iterations) => run('lin-RFM, one-sided (authors)', iterations)),
    ...[20, 25, 26].map((iterations) => run('lin-RFM, alternating (ours)', iterations)),
  ];
  expect(measure.iterationsSaved(rows, 100)).toBe(40);
  expect(rows.slice(0, 3).map(measure.iterationsToTarget)).toEqual([900, 1000, Infinity]);
});
