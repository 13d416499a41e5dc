import { marginsTable } from 'agop/experiments/infinite-depth/charts';
import * as measure from 'agop/experiments/infinite-depth/measures';
import { expect, test } from 'vitest';

const draw = (majority: number, agreement: number, limit = 'majority') => ({
  ...{ activation: 'x²', limit, d: 2, ridge: 0, depth: 80, draw: 0 },
  ...{ majority, agreement },
});

test('agreement with the majority leaves out draws without one; with another limit all draws count', () => {
  const draws = (limit: string) => [draw(0, 0, limit), draw(10, 1, limit), draw(-4, 0.8, limit)];
  expect(measure.agreementAt(draws('majority'), 'x²', 80)).toBeCloseTo(0.9, 12);
  expect(measure.agreementAt(draws('singular'), 'x²', 80)).toBeCloseTo(0.6, 12);
  expect(measure.agreementAt(draws('majority'), 'x²', 40)).toBeNaN();
});

test('agreement by the size of the majority counts majorities of either sign', () => {
  const rows = marginsTable([draw(-4, 0.5), draw(6, 0.7), draw(10, 0.9), draw(0, 0), draw(-20, 1)]);
  expect(rows.map((row) => row.draws)).toEqual([2, 1, 0, 1]);
  expect(rows[0].agreement).toBeCloseTo(0.6, 12);
});

test('exponents are fitted on logarithms: exact powers have no gap, others their distance', () => {
  const deltas = [1e-6, 1e-5, 1e-4];
  const power = (activation: string, alpha: number, fitted: number, tangent = alpha + 1) =>
    deltas.map((delta) => ({
      ...{ activation, alpha, delta, r: 1 + delta, periodic: -delta },
      ...{ logPsi: 3 - fitted * Math.log(delta), logC0: 1 - tangent * Math.log(delta) },
    }));
  expect(measure.exponentGap([...power('erf', 0.4, 0.4), ...power('opt 2', 1, 1.25)])).toBeCloseTo(0.25, 10);
  const optimal = [1, 2, 4, 8].flatMap((d) => power(`opt ${d}`, d / 2, d / 2, d === 4 ? 3.125 : d / 2 + 1));
  expect(measure.tangentExponentGap(optimal)).toBeCloseTo(0.125, 10);
  expect(measure.periodGap(optimal, 1e-5)).toBe(1e-5);
  expect(measure.swing(optimal, 'opt 1')).toBeCloseTo(1e-4 - 1e-6, 9);
});

test('accuracies are means over seeds at the largest training set unless another is asked for', () => {
  const row = (d: number, n: number, classifier: string, accuracy: number) => ({
    d,
    n,
    classifier,
    accuracy,
  });
  const rows = [1, 2].flatMap((d) => [
    ...[row(d, 100, 'Bayes', 0.9), row(d, 100, `opt ${d}`, 0.6), row(d, 300, 'Bayes', 0.9)],
    ...[row(d, 300, `opt ${d}`, 0.7 + d / 100), row(d, 300, `opt ${d}`, 0.8 + d / 100)],
    ...[row(d, 300, '1-NN', 0.7)],
  ]);
  expect(measure.accuracyAt(rows, 1, 'opt 1')).toBeCloseTo(0.76, 12);
  expect(measure.bayesGapClosed(rows, 1)).toBeCloseTo(0.3 - 0.14, 12);
  expect(measure.leadOverNearest(rows, 2)).toBeCloseTo(0.07, 12);
  expect(measure.accuracyGap(rows, '1-NN', 'Bayes', 1)).toBeCloseTo(0.2, 12);
  expect(measure.accuracyGap(rows, 'Bayes', '1-NN')).toBeCloseTo(0.2, 12);
});

test('a change of agreement is sought at greater depths alone', () => {
  const row = (depth: number, agreement: number) => ({ depth, draw: 0, agreement, logSize: 0, error: 1 });
  expect(measure.agreementChange([row(1, 0), row(20, 0.9), row(40, 0.85), row(60, 0.92)], 20)).toBeCloseTo(
    0.05,
  );
});
