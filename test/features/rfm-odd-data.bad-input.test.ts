import { describe, expect, it } from 'vitest';
import { type ClassifierOptions, RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { type RegressorOptions, RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { laplace } from 'agop/kernels/laplace';
import { sumPower } from 'agop/kernels/sum-power';
import type { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const kernel = laplace({ bandwidth: 3 });
const x = new Random(0).normalMatrix(12, 3);
const y = Array.from({ length: 12 }, (_, i) => x.get(i, 0));
const labels = y.map((value) => (value > 0 ? 'plus' : 'minus'));
const regressor = (options: RegressorOptions = {}): RFMRegressor =>
  new RFMRegressor({ kernel, rounds: 1, ...options });
const classifier = (options: ClassifierOptions = {}): RFMClassifier =>
  new RFMClassifier({ kernel, rounds: 1, ...options });

describe('odd but legal data', () => {
  const finite = (a: Matrix) => expect(a.data.every(Number.isFinite)).toBe(true);

  it.each(['constant', 'adaptive'] as const)('one point is met, bandwidth %s', async (bandwidthMode) => {
    const model = await regressor({ bandwidthMode, rounds: 3, center: true, normalise: true }).fit(
      [[1, 2]],
      [3],
    );
    expect(Math.abs(model.predict([[1, 2]]).data[0] - 3 / 1.001)).toBeLessThan(1e-12);
    finite(model.predict(x.toRows().map((row) => row.slice(1))));
  });

  it('constant columns have no weight in M and do no harm', async () => {
    const rows = x.toRows().map((row) => [...row, 7]);
    const model = await regressor({ normalise: true, rounds: 2 }).fit(rows, y);
    const metric = model.fitted.metric as Matrix;
    for (let j = 0; j < 4; j++) expect(Math.abs(metric.get(3, j))).toBeLessThan(1e-12);
    const without = await regressor({ normalise: true, rounds: 2 }).fit(x, y);
    const [f, g] = [model.predict(rows).data, without.predict(x).data];
    f.forEach((value, i) => expect(Math.abs(value - g[i])).toBeLessThan(1e-9));
  });

  it('all columns constant, all points equal: the mean shrunk by the ridge', async () => {
    const same = x.toRows().map(() => [1, 1, 1]);
    for (const bandwidthMode of ['constant', 'adaptive'] as const) {
      const model = await regressor({ bandwidthMode, rounds: 2 }).fit(same, y);
      const want = y.reduce((a, b) => a + b) / (12 + 1e-3);
      expect(Math.abs(model.predict([[1, 1, 1]]).data[0] - want)).toBeLessThan(1e-9);
    }
  });

  it('zero rows and zero targets', async () => {
    const rows = x.toRows().map((row, i) => (i < 3 ? [0, 0, 0] : row));
    finite((await regressor({ normalise: true }).fit(rows, y)).predict(rows));
    expect(
      (
        await regressor({ normalise: true }).fit(
          rows,
          y.map(() => 0),
        )
      )
        .predict(rows)
        .data.every((v) => v === 0),
    ).toBe(true);
  });

  it.each(['float64', 'float32'] as const)(
    'duplicate rows with ridge 0 need a ridge, and the history says so, %s',
    async (precision) => {
      const rows = x.toRows();
      const model = await regressor({ ridge: 0, precision }).fit(
        [...rows, ...rows],
        [...y, ...y.map((v) => v + 1)],
      );
      expect(model.fitted.history[0]).toMatchObject({ fallback: 'ridge', precision: 'float64' });
      expect(model.fitted.history[0].ridge).toBeGreaterThan(0);
      finite(model.predict(rows));
    },
  );

  it('more columns than points', async () => {
    const wide = new Random(4).normalMatrix(6, 40);
    for (const agopPower of [1, 0.5]) {
      const model = await regressor({ agopPower, normalise: true, rounds: 3 }).fit(wide, y.slice(0, 6));
      finite(model.predict(wide));
      finite(model.fitted.metric as Matrix);
    }
  });

  it('one point of each class', async () => {
    for (const classCoding of ['zero-one', 'prevalence'] as const) {
      const model = await classifier({ classCoding }).fit(x.toRows().slice(0, 3), ['a', 'b', 'c']);
      expect(model.predict(x.toRows().slice(0, 3))).toEqual(['a', 'b', 'c']);
    }
  });

  it('validation labels of one class only', async () => {
    const validation = { x, y: labels.map(() => 'plus') };
    for (const tuningMetric of ['accuracy', 'brier', 'logloss', 'f1'] as const) {
      const model = await classifier({ tuningMetric }).fit(x, labels, { validation });
      expect(model.fitted.history.every((facts) => Number.isFinite(facts.validation))).toBe(true);
    }
  });

  it('numbers whose squares overflow float32 are an error, not NaN', async () => {
    const huge = x.toRows().map((row) => row.map((value) => value * 1e25));
    await expect(regressor({ precision: 'float32' }).fit(huge, y)).rejects.toThrow(
      /laplace\.trainingPair: x has a point o/,
    );
    finite((await regressor({ precision: 'float64' }).fit(huge, y)).predict(huge));
  });

  it('targets whose gradients overflow float32 are an error that says what to do', async () => {
    const large = y.map((value) => value * 1e30);
    await expect(regressor({ precision: 'float32' }).fit(x, large)).rejects.toThrow(
      /gradients overflow; scale the targets down or use float64/,
    );
    finite((await regressor({ precision: 'float64' }).fit(x, large)).predict(x));
  });

  it('a kernel without bandwidth is as good as any', async () => {
    const model = await regressor({
      kernel: sumPower({ bandwidth: 3, exponent: 1, mix: 0, power: 2 }),
    }).fit(x, y);
    finite(model.predict(x));
  });
});
