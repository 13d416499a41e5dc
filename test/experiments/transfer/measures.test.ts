import { phases } from 'agop/experiments/transfer/charts';
import * as measure from 'agop/experiments/transfer/measures';
import { expect, test } from 'vitest';

const row = (method: string, n: number, accuracy: number) => ({ method, n, subset: 0, accuracy });

test('a gain is a difference of means, and the largest is over all numbers of examples', () => {
  const rows = [
    row('baseline', 10, 0.2),
    row('baseline', 10, 0.4),
    row('projected', 10, 0.5),
    row('baseline', 20, 0.6),
    row('projected', 20, 0.7),
  ];
  expect(measure.gain(rows, 'projected', { n: 10 })).toBeCloseTo(0.2, 12);
  expect(measure.largestGain(rows)).toBeCloseTo(0.2, 12);
});

test('a lead is over the best rival, and the source counts whatever the number of examples', () => {
  const rows = [row('source', 0, 0.5), row('baseline', 10, 0.3), row('translated', 10, 0.6)].map((r) => ({
    ...r,
    corruption: 'fog',
  }));
  expect(measure.leads(rows, 10, ['baseline'])[0]).toBeCloseTo(0.3, 12);
  expect(measure.leads(rows, 10, ['baseline', 'source'])[0]).toBeCloseTo(0.1, 12);
});

test('laws under corruptions are exact on curves that follow one', () => {
  const rows = ['fog', 'blur'].flatMap((corruption, k) =>
    [10, 20, 40].map((n) => ({ ...row('baseline', n, 0.1 + 0.05 * (k + 1) * Math.log(n)), corruption })),
  );
  const laws = measure.corruptionLaws(rows, 'baseline', [10, 20, 40]);
  expect(laws.map((law) => law.slope)).toEqual([expect.closeTo(0.05, 12), expect.closeTo(0.1, 12)]);
});

test('the loss of safe transfer is to the better of its two rivals in the same world', () => {
  const world = (seed: number, accuracies: number[]) =>
    ['baseline', 'projected', 'safe transfer'].map((method, k) => ({
      ...row(method, 160, accuracies[k]),
      sourceImages: 3000,
      sourceClasses: 2,
      seed,
    }));
  const losses = measure.safeLosses([...world(0, [0.5, 0.3, 0.4]), ...world(1, [0.2, 0.6, 0.7])]);
  expect(losses).toEqual([expect.closeTo(0.1, 12), expect.closeTo(-0.1, 12)]);
});

test('a distance from the law is in standard errors; without any, rounding is none and all else infinite', () => {
  const law = {
    sourceSamples: 0,
    targetSamples: 5,
    parameter: 1,
    law: 1,
    risk: 1.3,
    error: 0.1,
    baseline: 1,
  };
  expect(measure.errorsOff(law)).toBeCloseTo(3, 12);
  expect(measure.errorsOff(law, 1.1)).toBeCloseTo(2, 12);
  expect(measure.errorsOff({ ...law, error: 0, risk: 1 + 1e-12 })).toBe(0);
  expect(measure.errorsOff({ ...law, error: 0 })).toBe(Infinity);
});

test('the phases compare each source with the one baseline', () => {
  const at = (method: string, sourceClasses: number, accuracy: number) => ({
    ...row(method, 20, accuracy),
    kernel: 'Laplace',
    sourceImages: 800,
    sourceClasses,
  });
  const { rows } = phases([at('baseline', 33, 0.5), at('projected', 33, 0.8), at('projected', 2, 0.3)]);
  expect(rows).toEqual([
    { classes: '2', n: '20', gain: expect.closeTo(-0.2, 12) },
    { classes: '33', n: '20', gain: expect.closeTo(0.3, 12) },
  ]);
});
