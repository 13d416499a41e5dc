import * as charts from 'agop/experiments/catapults/charts';
import * as measure from 'agop/experiments/catapults/measures';
import { increments, ratios } from 'agop/experiments/summary';
import { expect, test } from 'vitest';

const path = (seed: number, ratio: number, losses: readonly number[]) =>
  losses.map((loss, step) => ({
    ...{ seed, ratio, step, loss, sharpness: 1 - step / 10, current: ratio },
    ...{ top1: 0.8 * loss, top5: 0.9 * loss, rest: 0.1 * loss },
  }));
const rows = [...path(0, 0.5, [2, 1, 0.5]), ...path(0, 1.5, [2, 8, 1]), ...path(1, 1.5, [4, 8, 2])];

test('runs are those of a seed and a rate, and tell their peak, end and rising steps', () => {
  const [calm, ...wild] = measure.runsOf(rows);
  expect([calm, ...wild].map(measure.risingSteps)).toEqual([0, 1, 1]);
  expect([measure.leastPeak(wild, 'loss'), measure.largestPeak(wild, 'loss')]).toEqual([2, 4]);
  expect(measure.largestPeak([calm], 'rest')).toBe(1);
  expect(measure.endsOverStart(wild, 'loss')).toEqual([0.5, 0.5]);
  expect(measure.drops(wild)).toEqual([0.8, 0.8]);
  for (const share of measure.sharesAtPeak(wild, 'top1')) expect(share).toBeCloseTo(0.8, 12);
});

test('a loss is drawn by its parts, without what is too small', () => {
  const { rows: parts } = charts.split(path(0, 1.5, [1e-6]));
  expect(parts.map((row) => row.part)).toEqual(['whole loss', 'top eigenvector', 'top 5']);
});

test('rows are compared within their seed', () => {
  const list = [
    ...[1, 2].map((test, seed) => ({ seed, batch: 2, test })),
    ...[8, 4].map((test, k) => ({ seed: 1 - k, batch: 128, test })),
  ];
  expect(measure.ratioBySeed(list, 'test', { batch: 2 }, { batch: 128 })).toEqual([0.25, 0.25]);
  expect(measure.gainBySeed(list, 'test', { batch: 128 }, { batch: 2 })).toEqual([6, 3]);
});

test('rising batches are counted on either side of the critical rate', () => {
  const some = { task: 't', batch: 5, firstRatio: 1, test: 0, alignment: 1, diverged: 0 };
  const count = { steps: 50, catapults: 5, supercritical: 10, supercriticalCatapults: 4 };
  const list = [
    { ...some, ...count },
    { ...some, ...count, catapults: 4 },
  ];
  expect(measure.risingAbove(list)).toBe(8 / 20);
  expect(measure.risingBelow(list)).toBe(1 / 80);
});

test('a spread is that of means over seeds, with 1 for a run that diverged', () => {
  const row = (batch: number, test: number | null) => ({ batch, ratio: 1, test, alignment: test });
  expect(measure.testSpread([row(2, 0.2), row(2, 0.4), row(128, 0.5), row(128, null)], 1)).toBeCloseTo(
    0.45,
    12,
  );
});

test('a fall is that of one phase, from the end of the phase before, for each seed', () => {
  const run = (seed: number, values: number[]) =>
    values.map((sharpness, k) => ({ seed, step: 2 * k, sharpness }));
  const rows = [...run(0, [1, 0.9, 0.8, 0.7, 0.4, 0.3, 0.1]), ...run(1, [1, 0.9, 0.5, 0.4, 0.25])];
  expect(measure.fallsByPhase(rows, 4)).toEqual([0.5, 0.25, 0.5]);
});

test('ratios and increments are those of consecutive values', () => {
  expect(ratios([1, 2, 8])).toEqual([2, 4]);
  expect(increments([1, 2, 8])).toEqual([1, 6]);
});
