import { describe, expect, it } from 'vitest';
import { RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { laplace } from 'agop/kernels/laplace';
import type { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

describe('on step targets, n = 2000 and d = 10', () => {
  const n = 2000;
  const points = new Random(0).normalMatrix(n, 10);
  const test = new Random(1).normalMatrix(n, 10);
  const steps = (a: Matrix, at: number[]): number[] =>
    Array.from({ length: a.rows }, (_, i) => at.filter((threshold) => a.get(i, 0) > threshold).length);
  const base = { kernel: laplace({ bandwidth: 10 }), rounds: 2, precision: 'float32' as const };

  it.each(['mse', 'rmse', 'mae'] as const)(
    'regression has an RMSE of at most 0.3, tuned by %s',
    async (tuningMetric) => {
      const [known, hidden] = [steps(points, [0]), steps(test, [0])];
      const model = await new RFMRegressor({ ...base, tuningMetric }).fit(points, known, {
        validation: { x: test, y: hidden },
      });
      const f = model.predict(test).data;
      const mse = hidden.reduce((sum, value, i) => sum + (value - f[i]) ** 2 / n, 0);
      expect(Math.sqrt(mse)).toBeLessThan(0.3);
    },
  );

  it.each(
    (['zero-one', 'prevalence'] as const).flatMap((classCoding) =>
      (['accuracy', 'brier', 'logloss', 'f1', 'auc'] as const).map(
        (metric) => [classCoding, metric] as const,
      ),
    ),
  )('classes are met to 0.8 and more, coded by %s and tuned by %s', async (classCoding, tuningMetric) => {
    for (const thresholds of [[0], [-0.43, 0.43]]) {
      const [known, hidden] = [steps(points, thresholds), steps(test, thresholds)];
      const model = await new RFMClassifier({ ...base, classCoding, tuningMetric, rounds: 1 }).fit(
        points,
        known,
        {
          validation: { x: test, y: hidden },
        },
      );
      expect(model.score(test, hidden)).toBeGreaterThan(0.8);
    }
  });
});
