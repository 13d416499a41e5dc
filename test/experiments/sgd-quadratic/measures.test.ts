import * as measure from 'agop/experiments/sgd-quadratic/measures';
import { expect, test } from 'vitest';

const linear = [0, 1, 2, 3].map((k) => 0.1 * 0.5 ** k);
const quadratic = [0, 1, 2, 3].map((k) => 0.1 ** (2 ** k));

test('square ratios are constant where a sequence is quadratic', () => {
  expect(measure.squareRatios(quadratic)).toHaveLength(3);
  for (const ratio of measure.squareRatios(quadratic)) expect(ratio).toBeCloseTo(1, 12);
});

test('square ratios leave out what follows an error at rounding', () => {
  expect(measure.squareRatios([1e-3, 1e-8, 1e-15])).toEqual([1e-8 / 1e-3 ** 2]);
});

test('epochs to a target are counted from the start, and infinite where it is not reached', () => {
  const rows = quadratic.map((error, epoch) => ({ method: 'm', d: 1, kappa: 1, epoch, error }));
  expect(measure.epochsTo(rows, 'm', 1e-3)).toBe(2);
  expect(measure.epochsTo(rows, 'm', 1e-30)).toBe(Infinity);
});

test('the slope of the condition number is a power law’s exponent, without runs that gave up', () => {
  const rows = [3, 10, 30].map((kappa) => ({ method: 'm', kappa, epochs: 2 * kappa ** 2 }));
  const gaveUp = { method: 'm', kappa: 100, epochs: null };
  expect(measure.conditionSlope([...rows, gaveUp])).toBeCloseTo(2, 12);
});

test('gains of the basin are differences at equal radius', () => {
  const of = (method: string, success: number) => ({ method, radius: 1, success });
  expect(measure.basinGains([of('Newton-Schulz', 0.25), of('SGD, adaptive step', 0.75)])).toEqual([0.5]);
});

test('the order by batch is that of the sequence, a mean over seeds, and 2 where rounding comes too early', () => {
  const run = (batch: number, errors: number[]) =>
    errors.map((error, epoch) => ({ method: `batch ${batch}`, coherence: 0.1, batch, epoch, error }));
  const seed = [...run(1, linear), ...run(2, quadratic), ...run(3, [0.1, 1e-14])];
  const cells = measure.orderByBatch([...seed, ...seed]);
  expect(cells.map((cell) => cell.batch)).toEqual([1, 2, 3]);
  [1, 2, 2].forEach((order, k) => expect(cells[k].order).toBeCloseTo(order, 10));
});
