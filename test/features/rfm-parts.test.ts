import { describe, expect, it } from 'vitest';
import { type ClassificationMetric, classificationMetrics } from 'agop/features/rfm/classification-metrics';
import { encodeClasses } from 'agop/features/rfm/class-coding';
import { nextMetric } from 'agop/features/rfm/next-metric';
import { prevalenceCodes } from 'agop/features/rfm/prevalence-codes';
import { regressionMetrics } from 'agop/features/rfm/regression-metrics';
import { RFMRegressor } from 'agop/features/rfm/rfm-regressor';
import { zeroOneCodes } from 'agop/features/rfm/zero-one-codes';
import { laplace } from 'agop/kernels/laplace';
import { eigh } from 'agop/linalg/eigh';
import { fromRows, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { relative } from './explicit-rfm.js';

describe('prevalence codes', () => {
  const prior = [0.5, 0.3, 0.15, 0.05];
  it.each([
    ['float64', 1e-14],
    ['float32', 1e-6],
  ] as const)('are equidistant, and decode to the mixture they are made of, in %s', (precision, rounding) => {
    const { codes, weights, decode } = prevalenceCodes(prior, precision);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        const squares = Array.from(codes.row(i), (value, k) => (value - codes.get(j, k)) ** 2);
        expect(Math.abs(squares.reduce((a, b) => a + b) - 2)).toBeLessThan(rounding);
      }
    }
    const mixture = [0.1, 0.2, 0.4, 0.3];
    const output = zeros(1, 3, precision);
    mixture.forEach((share, i) => codes.row(i).forEach((value, k) => (output.data[k] += share * value)));
    expect(relative(weights(output), mixture)).toBeLessThan(rounding);
    expect(relative(decode(output), mixture)).toBeLessThan(rounding);
    expect(relative(decode(zeros(1, 3, precision)), prior)).toBeLessThan(rounding);
  });

  it('of a class itself decode to it, clipped', () => {
    const coding = prevalenceCodes(prior);
    const own = coding.decode(encodeClasses(coding, [0, 1, 2, 3]));
    const [high, low] = [1 - 1e-3, 1e-3].map((value) => value / (1 - 1e-3 + 3e-3));
    for (let i = 0; i < 4; i++) {
      for (let k = 0; k < 4; k++)
        expect(Math.abs(own.get(i, k) - (i === k ? high : low))).toBeLessThan(1e-12);
    }
  });
});

describe('zero-one codes', () => {
  it('are one column for two classes, one-hot for more, and decode to themselves, clipped', () => {
    expect(zeroOneCodes(2).codes.toRows()).toEqual([[0], [1]]);
    expect(zeroOneCodes(3).codes.toRows()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(
      zeroOneCodes(2)
        .decode(fromRows([[0.25], [-3]]))
        .toRows(),
    ).toEqual([
      [0.75, 0.25],
      [0.999, 0.001],
    ]);
    expect(
      zeroOneCodes(2)
        .weights(fromRows([[-3]]))
        .toRows(),
    ).toEqual([[4, -3]]);
  });
});

describe('metrics', () => {
  it('of regression are means over all entries', () => {
    const [f, y] = [
      fromRows([
        [1, 2],
        [3, 4],
      ]),
      fromRows([
        [1, 0],
        [0, 4],
      ]),
    ];
    expect(regressionMetrics.mse.value(f, y)).toBe(13 / 4);
    expect(regressionMetrics.rmse.value(f, y)).toBe(Math.sqrt(13 / 4));
    expect(regressionMetrics.mae.value(f, y)).toBe(5 / 4);
  });

  it('of classes are their definitions', () => {
    const probabilities = fromRows([
      [0.7, 0.2, 0.1],
      [0.2, 0.5, 0.3],
      [0.1, 0.6, 0.3],
      [0.3, 0.3, 0.4],
    ]);
    const output = { probabilities, weights: probabilities };
    const classes = [0, 1, 2, 2];
    const value = (name: ClassificationMetric): number => classificationMetrics[name].value(output, classes);
    expect(value('accuracy')).toBe(3 / 4);
    expect(Math.abs(value('brier') - (0.14 + 0.38 + 0.86 + 0.54) / 4)).toBeLessThan(1e-15);
    const logs = [0.7, 0.5, 0.3, 0.4].map((p) => -Math.log(p));
    expect(Math.abs(value('logloss') - logs.reduce((a, b) => a + b) / 4)).toBeLessThan(1e-15);
    expect(Math.abs(value('f1') - (1 + 2 / 3 + 2 / 3) / 3)).toBeLessThan(1e-15);
    // Class 0: its point leads all. Class 1: 0.5 beats 0.2 and 0.3, not 0.6. Class 2: 0.3 and 0.4 against 0.1 and 0.3, one tie.
    expect(Math.abs(value('auc') - (1 + 2 / 3 + 3.5 / 4) / 3)).toBeLessThan(1e-15);
  });

  it('of two classes are those of the second', () => {
    const weights = fromRows([
      [0.9, 0.1],
      [0.6, 0.4],
      [0.65, 0.35],
      [0.2, 0.8],
    ]);
    const output = { probabilities: weights, weights };
    expect(classificationMetrics.auc.value(output, [0, 0, 1, 1])).toBe(3 / 4);
    expect(classificationMetrics.f1.value(output, [0, 0, 1, 1])).toBe(2 / 3);
    expect(classificationMetrics.f1.value(output, [0, 0, 0, 0])).toBe(0);
  });
});

describe('the next M', () => {
  const source = (g: Matrix) => ({
    rows: g.rows,
    cols: g.cols,
    block: (a: number, b: number) => new Matrix(b - a, g.cols, g.data.slice(a * g.cols, b * g.cols)),
  });
  const plain = { agopPower: 1, normalise: false };

  it('is divided by its largest diagonal entry, whatever rounding and signs do off the diagonal (pitfall 5)', () => {
    // In float32, rows of nearly proportional entries: off-diagonal entries as large as the diagonal, and negative.
    const g = new Random(0).normalMatrix(40, 1, 'float32');
    const pair = new Matrix(
      40,
      2,
      Float32Array.from({ length: 80 }, (_, k) => g.data[k >> 1] * (k % 2 === 0 ? 1 : -1)),
    );
    const metric = nextMetric(source(pair), { ...plain, normalise: true }) as Matrix;
    expect(Math.max(metric.get(0, 0), metric.get(1, 1))).toBe(1);
    expect(metric.get(0, 1)).toBeLessThan(0);
    const raw = nextMetric(source(pair), plain) as Matrix;
    const largest = Math.max(raw.get(0, 0), raw.get(1, 1));
    expect(
      relative(
        metric,
        raw.toRows().map((row) => row.map((value) => value / largest)),
      ),
    ).toBeLessThan(1e-6);
  });

  it('has powers whose null directions stay null, without a jitter that a root would raise to 1e-4 (pitfall 6)', () => {
    const g = new Random(1).normalMatrix(3, 10);
    const root = nextMetric(source(g), { ...plain, agopPower: 0.5 }) as Matrix;
    const { values } = eigh(root);
    expect(values[7]).toBeGreaterThan(0.1);
    // 1e-16 times the largest, to the rounding of the eigenvalues of the root itself.
    for (const value of values.slice(0, 7)) expect(Math.abs(value)).toBeLessThan(1e-14 * values[9]);
  });

  it('is undefined where there is no gradient', () => {
    expect(nextMetric(source(zeros(4, 3)), { ...plain, normalise: true })).toBeUndefined();
  });
});

describe('centring', () => {
  it('changes M most when the points are few (pitfall 7)', async () => {
    const change = async (n: number): Promise<number> => {
      const points = new Random(2).normalMatrix(n, 5);
      const targets = Array.from({ length: n }, (_, i) => points.get(i, 0) * points.get(i, 1));
      const metrics = await Promise.all(
        [true, false].map(async (center) => {
          const model = await new RFMRegressor({ kernel: laplace({ bandwidth: 10 }), rounds: 1, center }).fit(
            points,
            targets,
          );
          return model.fitted.metric as Matrix;
        }),
      );
      return relative(metrics[0], metrics[1].toRows());
    };
    expect(await change(20)).toBeGreaterThan(3 * (await change(500)));
  });
});
