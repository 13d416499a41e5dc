import * as catapults from 'agop/experiments/catapults';
import { Random } from 'agop/linalg/random';
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

test('a convolutional network catapults above its critical rate and not below; its loss is split whole', async () => {
  const random = new Random(0);
  const images = {
    x: random.normalMatrix(40, 49),
    y: Float64Array.from({ length: 40 }, (_, i) => 1 - 2 * (i % 2)),
  };
  const settings = {
    ...{ n: 12, test: 20, filters: [8, 8] as [number, number], ratios: [0.5, 1.5], steps: 20 },
    ...{ batch: 4, phases: [0.5, 0.6], phaseSteps: 8 },
  };
  const rows = await catapults.convCatapults(images)(settings, 0, step);
  const descent = (ratio: number) =>
    rows.filter((row) => row.part === 'gradient descent' && row.ratio === ratio);
  const rises = (run: typeof rows) => run.filter((row, t) => t > 0 && row.loss > run[t - 1].loss).length;
  expect(rises(descent(0.5))).toBe(0);
  expect(rises(descent(1.5))).toBeGreaterThan(0);
  for (const { loss, top5, rest } of rows) expect(top5 + rest).toBeCloseTo(loss, 9);
  // Two phases of 8 steps after one start, numbered through.
  expect(rows.filter((row) => row.part === 'SGD').map((row) => row.step)).toEqual(
    Array.from({ length: 17 }, (_, t) => t),
  );
  expect(await catapults.convCatapults(images)(settings, 0, step)).toEqual(rows);
});
