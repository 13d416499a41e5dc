import * as catapults from 'agop/experiments/catapults';
import { expect, test } from 'vitest';

const step = (): void => {};
const task = { task: 'product of signs' as const, n: 32, d: 6, hidden: [64], test: 50 };
const limits = { tolerance: 0.1, most: 2000 };

test('a rate below critical gives no spike, one above does', async () => {
  const rows = await catapults.oneCatapult({ ...task, ratios: [0.5, 1.4], steps: 40 }, 0, step);
  const peak = (ratio: number): number => {
    const losses = rows.filter((row) => row.ratio === ratio).map(({ loss }) => loss);
    return Math.max(...losses) / losses[0];
  };
  expect(peak(0.5)).toBe(1);
  expect(peak(1.4)).toBeGreaterThan(1);
});

test('the same settings and seed give the same rows to the bit', async () => {
  const settings = { ...limits, tasks: [task], ratios: [0.4], batches: [4] };
  const [a, b] = [
    await catapults.batchSizes(settings, 3, step),
    await catapults.batchSizes(settings, 3, step),
  ];
  expect(a).toEqual(b);
  expect(a.map(({ batch }) => batch)).toEqual([4, 32]);
});

test('the critical rate of the full batch is its own', async () => {
  const rows = await catapults.batchCriticalRates({ tasks: [task], batches: [1, 8], draws: 5 }, 0, step);
  expect(rows.at(-1)!.ratio).toBeCloseTo(1, 9);
  expect(rows[0].ratio).toBeLessThan(rows[1].ratio);
});

test('every method reaches the training loss', async () => {
  const methods = [
    { name: 'GD', method: 'gradientDescent' as const, ratio: 0.5 },
    { name: 'Adam', method: 'adam' as const, learningRate: 1e-2, batch: 8 },
  ];
  const rows = await catapults.optimiserComparison({ ...limits, task, methods }, 0, step);
  for (const { loss } of rows) expect(loss).toBeLessThanOrEqual(0.1);
});
