import { describe, expect, it } from 'vitest';
import { featureImportance } from 'agop/features/rfm/feature-importance';
import { RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { laplace } from 'agop/kernels/laplace';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { relative } from './explicit-rfm.js';

// Rounding, amplified by solves of condition about 1e4.
const ROUNDING = 1e-8;
const options = { kernel: laplace({ bandwidth: 3 }), ridge: 0.01, rounds: 2 };
const [units, offsets] = [
  [1e-3, 50, 1e4],
  [3, -1e3, 7],
];
const [x, z] = [0, 1].map((seed) => new Random(seed).normalMatrix(25, 3).toRows());
const inUnits = (rows: number[][]): number[][] =>
  rows.map((row) => row.map((value, j) => value * units[j] + offsets[j]));
const y = x.map(([a, b]) => 1000 * a * b + 5);

const moments = (values: number[]): [number, number] => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
};
const columns = [0, 1, 2].map((j) => moments(x.map((row) => row[j])));
const byHand = (rows: number[][]): number[][] =>
  rows.map((row) => row.map((value, j) => (value - columns[j][0]) / columns[j][1]));
const [mean, spread] = moments(y);

describe('standardise', () => {
  it('is scaling by hand, whatever the units of the table', async () => {
    const model = await new RFMRegressor({ ...options, standardise: true }).fit(inUnits(x), y);
    const plain = await new RFMRegressor(options).fit(
      byHand(x),
      y.map((value) => (value - mean) / spread),
    );
    const want = plain
      .predict(byHand(z))
      .toRows()
      .map(([value]) => value * spread + mean);
    expect(relative(model.predict(inUnits(z)), want)).toBeLessThan(ROUNDING);
    expect(relative(model.fitted.metric as Matrix, (plain.fitted.metric as Matrix).toRows())).toBeLessThan(
      ROUNDING,
    );
  });

  it('judges rounds in the units of the targets', async () => {
    const model = await new RFMRegressor({ ...options, standardise: true, tuningMetric: 'rmse' }).fit(
      inUnits(x),
      y,
      {
        validation: { x: inUnits(z), y: z.map(([a, b]) => 1000 * a * b + 5) },
      },
    );
    const f = model.predict(inUnits(z)).data;
    const rmse = Math.sqrt(z.reduce((sum, [a, b], i) => sum + (1000 * a * b + 5 - f[i]) ** 2 / z.length, 0));
    const { history, bestRound } = model.fitted;
    expect(Math.abs(history[bestRound].validation! / rmse - 1)).toBeLessThan(ROUNDING);
  });

  it('has gradients in the units of the table, by central differences', async () => {
    const model = await new RFMRegressor({ ...options, standardise: true }).fit(inUnits(x), y);
    const points = inUnits(z);
    const gradients = model.gradients(points);
    for (let j = 0; j < 3; j++) {
      const h = 1e-5 * units[j];
      const moved = (by: number) =>
        model.predict(points.map((row) => row.map((value, k) => value + (k === j ? by : 0)))).data;
      const [up, down] = [moved(h), moved(-h)];
      const largest = Math.max(...gradients.toRows().map((row) => Math.abs(row[j])));
      for (let i = 0; i < z.length; i++) {
        // h² of a third derivative and rounding over h, both about 1e-10 of the largest.
        expect(Math.abs((up[i] - down[i]) / (2 * h) - gradients.get(i, j))).toBeLessThan(1e-6 * largest);
      }
    }
  });

  it('makes 0 of constant columns and the mean of constant targets, never NaN', async () => {
    const constant = x.map((row) => [...row, 0.1]);
    const model = await new RFMRegressor({ ...options, standardise: true }).fit(constant, y);
    const without = await new RFMRegressor({ ...options, standardise: true }).fit(x, y);
    // Even where the column is not constant any more.
    expect(relative(model.predict(z.map((row) => [...row, 99])), without.predict(z).toRows())).toBeLessThan(
      ROUNDING,
    );
    expect(
      model
        .gradients(constant)
        .toRows()
        .every((row) => row[3] === 0),
    ).toBe(true);
    const flat = await new RFMRegressor({ ...options, standardise: true }).fit(
      x,
      y.map(() => 0.1),
    );
    expect(Array.from(flat.predict(z).data)).toEqual(z.map(() => 0.1));
  });

  it('leaves one-hot columns alone, serves classes, and is saved', async () => {
    const table = inUnits(x).map((row, i) => [...row, 'ab'[i % 2]]);
    const labels = y.map((value) => (value > 5 ? 'high' : 'low'));
    const model = await new RFMClassifier({ ...options, standardise: true, categorical: [3] }).fit(
      table,
      labels,
    );
    expect(model.fitted.x.toRows().map((row) => row.slice(3))).toEqual(
      table.map((row) => (row[3] === 'a' ? [1, 0] : [0, 1])),
    );
    expect(RFMClassifier.load(model.save()).predictProba(table)).toEqual(model.predictProba(table));
    const regressor = await new RFMRegressor({ ...options, standardise: true }).fit(
      x.map((row) => [...row, 4]),
      y,
    );
    const again = RFMRegressor.load(regressor.save());
    expect(again.predict(x.map((row) => [...row, 4]))).toEqual(
      regressor.predict(x.map((row) => [...row, 4])),
    );
    expect([again.fitted.targetScaling, again.fitted.encoder]).toEqual([
      regressor.fitted.targetScaling,
      regressor.fitted.encoder,
    ]);
  });
});

describe('featureImportance', () => {
  it('is the diagonal of M by the names of the columns, categories summed, the largest first', async () => {
    const values = x.map(([a, b, c], i) => [c, 'abc'[i % 3], a, b]);
    const frame = { columns: ['noise', 'kind', 'first', 'second'], values };
    for (const diagonal of [false, true]) {
      const model = await new RFMRegressor({
        ...options,
        diagonal,
        standardise: true,
        categorical: ['kind'],
      }).fit(frame, y);
      const metric = model.fitted.metric!;
      const weights = metric instanceof Matrix ? metric.toRows().map((row, i) => row[i]) : Array.from(metric);
      const [noise, first, second, ...kinds] = weights;
      const want = { noise, first, second, kind: kinds.reduce((a, b) => a + b) };
      const got = featureImportance(model.fitted);
      expect(Object.fromEntries(got.map(({ name, importance }) => [name, importance]))).toEqual(want);
      expect(got.map(({ importance }) => importance)).toEqual(Object.values(want).sort((a, b) => b - a));
      expect(
        got
          .slice(0, 2)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['first', 'second']);
    }
  });

  it('of a plain kernel machine is 1 a column', async () => {
    const model = await new RFMRegressor({ ...options, rounds: 0 }).fit(x, y);
    expect(featureImportance(model.fitted)).toEqual(['0', '1', '2'].map((name) => ({ name, importance: 1 })));
  });
});
