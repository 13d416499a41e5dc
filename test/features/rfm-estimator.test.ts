import { describe, expect, it } from 'vitest';
import { rfmRounds, type RfmRound } from 'agop/features/rfm';
import type { RoundFacts } from 'agop/features/rfm/fit-rounds';
import { RFMClassifier } from 'agop/features/rfm/rfm-classifier';
import { RFMRegressor, type RegressorOptions } from 'agop/features/rfm/rfm-regressor';
import { laplace } from 'agop/kernels/laplace';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { explicitRfm, relative } from './explicit-rfm.js';

// Rounding, amplified by solves of condition about 1e4.
const ROUNDING = 1e-8;
const kernel = laplace({ bandwidth: 3 });
const options = { kernel, ridge: 0.01, rounds: 3, normalise: false };
const random = new Random(0);
const x = random.normalMatrix(30, 4);
const z = random.normalMatrix(9, 4);
const product = (a: Matrix): Matrix =>
  new Matrix(
    a.rows,
    1,
    Float64Array.from({ length: a.rows }, (_, i) => a.get(i, 0) * a.get(i, 1)),
  );
const [y, w] = [product(x), product(z)];

async function rounds(extra: Partial<RegressorOptions> = {}): Promise<RfmRound[]> {
  const { kernel: base = kernel, bandwidthMode = 'constant' } = extra;
  const all: RfmRound[] = [];
  for await (const round of rfmRounds(x, y, { ...options, kernel: base, bandwidthMode })) all.push(round);
  return all;
}

describe('RFMRegressor', () => {
  it('without validation is the last round of rfmRounds', async () => {
    const model = await new RFMRegressor(options).fit(x, y);
    const last = (await rounds()).at(-1)!;
    expect(model.fitted).toMatchObject({ bestRound: 3, stopped: 'rounds', metric: last.metric });
    expect(model.predict(z).data).toEqual(last.predict(z).data);
    expect(model.gradients(z).data).toEqual(last.gradients(z).data);
  });

  it('restores α, M and bandwidth of the round that is best on validation points', async () => {
    const adaptive = { kernel: laplace({ bandwidth: 1 }), bandwidthMode: 'adaptive' as const };
    const all = await rounds(adaptive);
    for (const best of [0, 1, 2]) {
      // Targets that this round meets exactly.
      const validation = { x: z, y: all[best].predict(z) };
      const model = await new RFMRegressor({ ...options, ...adaptive, earlyStop: Infinity }).fit(x, y, {
        validation,
      });
      expect(model.fitted.bestRound).toBe(best);
      expect(model.fitted.alpha.data).toEqual(all[best].alpha.data);
      expect(model.fitted.metric).toEqual(all[best].metric);
      expect(model.fitted.kernel.bandwidth).toBe(all[best].kernel.bandwidth);
      expect(model.predict(z).data).toEqual(all[best].predict(z).data);
      expect(model.fitted.history).toHaveLength(4);
    }
  });

  it('stops after a round that is worse than the best by the factor', async () => {
    const validation = { x: z, y: (await rounds())[1].predict(z) };
    const model = await new RFMRegressor({ ...options, earlyStop: 1.1 }).fit(x, y, { validation });
    expect(model.fitted).toMatchObject({ bestRound: 1, stopped: 'early' });
    expect(model.fitted.history).toHaveLength(3);
  });

  it('prefers the earlier of two rounds that are equally good', async () => {
    const flat = { x: z, y: new Matrix(9, 1) };
    const model = await new RFMRegressor(options).fit(x, new Matrix(30, 1), { validation: flat });
    expect(model.fitted.history.map(({ validation }) => validation)).toEqual([0, 0, 0, 0]);
    expect(model.fitted.bestRound).toBe(0);
  });

  it('completes one round even with no time, and says that time has stopped it', async () => {
    const model = await new RFMRegressor({ ...options, timeLimit: 0 }).fit(x, y);
    expect(model.fitted).toMatchObject({ bestRound: 0, stopped: 'time' });
    expect(model.fitted.history).toHaveLength(1);
    expect(model.predict(z).data).toEqual((await rounds())[0].predict(z).data);
    const longer = await new RFMRegressor({ ...options, timeLimit: 1000 }).fit(x, y);
    expect(longer.fitted).toMatchObject({ bestRound: 3, stopped: 'rounds' });
  });

  it('keeps facts of every round, tells them as they come, and shows progress', async () => {
    const [told, steps]: [RoundFacts[], number[][]] = [[], []];
    const model = await new RFMRegressor({ ...options, collectMetrics: true }).fit(x, y, {
      validation: { x: z, y: w },
      onRound: (facts) => void told.push(facts),
      step: (done, total) => void steps.push([done, total]),
    });
    const all = await rounds();
    expect(told).toEqual(model.fitted.history);
    expect(steps).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    expect(model.fitted.metrics).toEqual(all.map(({ metric }) => metric));
    const mse = (f: Matrix, t: Matrix): number =>
      Array.from(f.data).reduce((sum, v, i) => sum + (v - t.data[i]) ** 2 / t.rows, 0);
    told.forEach((facts, t) => {
      expect(facts).toMatchObject({
        round: t,
        bandwidth: 3,
        solver: 'cholesky',
        ridge: 0.01,
        precision: 'float64',
        fallback: 'none',
      });
      // The training metric comes from Y - λα, the validation metric from predictions.
      expect(Math.abs(facts.training / mse(all[t].predict(x), y) - 1)).toBeLessThan(ROUNDING);
      expect(Math.abs(facts.validation! / mse(all[t].predict(z), w) - 1)).toBeLessThan(ROUNDING);
    });
  });

  it('is interrupted by a step that throws, and learns nothing then', async () => {
    const model = new RFMRegressor(options);
    const step = (): void => {
      throw new Error('stop');
    };
    await expect(model.fit(x, y, { step })).rejects.toThrow('stop');
    expect(() => model.fitted).toThrow(/RFMRegressor: fitted is read before fit/);
  });

  it('gives the same from a matrix, rows, and a frame whose columns come in another order', async () => {
    const fromMatrix = await new RFMRegressor(options).fit(x, y);
    const want = fromMatrix.predict(z).data;
    const fromRows = await new RFMRegressor(options).fit(x.toRows(), Array.from(y.data));
    expect(fromRows.predict(z.toRows()).data).toEqual(want);
    const columns = ['a', 'b', 'c', 'd'];
    const frame = { columns, values: x.toRows() };
    const series = { columns: ['y'], values: Array.from(y.data) };
    const fromFrame = await new RFMRegressor(options).fit(frame, series);
    const turned = {
      columns: ['d', 'extra', 'c', 'b', 'a'],
      values: z.toRows().map(([a, b, c, d]) => [d, 7, c, b, a]),
    };
    expect(fromFrame.predict(turned).data).toEqual(want);
    expect(fromFrame.fitted.featureNames).toEqual(columns);
    expect(fromFrame.score(turned, w)).toBe(fromMatrix.score(z, w));
  });

  it('works in float32 where the points are, or where it is told to', async () => {
    const single = new Matrix(30, 4, Float32Array.from(x.data));
    const model = await new RFMRegressor(options).fit(single, y);
    expect(model.predict(z).precision).toBe('float32');
    const told = await new RFMRegressor({ ...options, precision: 'float32' }).fit(x, y);
    expect(told.predict(z).data).toEqual(model.predict(z).data);
    const double = await new RFMRegressor({ ...options, precision: 'float64' }).fit(single, y);
    expect(double.predict(z).precision).toBe('float64');
  });

  it('scores by R²: 1 for the targets themselves, 0 for their mean', async () => {
    const model = await new RFMRegressor(options).fit(x, y);
    expect(model.score(z, model.predict(z))).toBe(1);
    const f = model.predict(z).data;
    const mean = Array.from(w.data).reduce((a, b) => a + b) / 9;
    const miss = Array.from(w.data).reduce((sum, v, i) => sum + (v - f[i]) ** 2, 0);
    const spread = Array.from(w.data).reduce((sum, v) => sum + (v - mean) ** 2, 0);
    expect(Math.abs(model.score(z, w) - (1 - miss / spread))).toBeLessThan(1e-12);
  });

  it('has the gradients of its own predictions, by central differences', async () => {
    const model = await new RFMRegressor({ ...options, center: true }).fit(x, y);
    const gradients = model.gradients(z);
    const h = 1e-5;
    for (let j = 0; j < 4; j++) {
      const moved = (by: number): Matrix => {
        const out = z.clone();
        for (let i = 0; i < 9; i++) out.data[i * 4 + j] += by;
        return model.predict(out);
      };
      const [up, down] = [moved(h), moved(-h)];
      for (let i = 0; i < 9; i++) {
        // The error of the difference is h² times a third derivative, and rounding over h.
        expect(Math.abs((up.data[i] - down.data[i]) / (2 * h) - gradients.get(i, j))).toBeLessThan(1e-7);
      }
    }
  });

  it('does not change with its training points, which it has copied', async () => {
    const mine = x.clone();
    const model = await new RFMRegressor(options).fit(mine, y);
    const before = model.predict(z).data;
    mine.data.fill(0);
    expect(model.predict(z).data).toEqual(before);
  });
});

describe('categorical columns', () => {
  const cities = ['Rome', 'Oslo', 'Lima'];
  const sizes = [2, 1];
  const table = (n: number, seed: number): (number | string)[][] => {
    const draw = new Random(seed);
    return Array.from({ length: n }, () => [
      draw.normal(),
      cities[draw.integer(3)],
      draw.normal(),
      sizes[draw.integer(2)],
    ]);
  };
  // Numbers first, then one block for each category, its values sorted.
  const oneHot = (rows: (number | string)[][]): number[][] =>
    rows.map(([a, city, b, size]) => [
      Number(a),
      Number(b),
      ...['Lima', 'Oslo', 'Rome'].map((value) => Number(value === city)),
      ...[1, 2].map((value) => Number(value === size)),
    ]);
  const train = table(25, 1);
  const test = table(8, 2);
  const targets = train.map(([a, city, , size]) => Number(a) * (city === 'Oslo' ? 1 : -0.5) + Number(size));

  it('equal the one-hot computation with a block-diagonal M', async () => {
    const model = await new RFMRegressor({ ...options, categorical: [1, 3] }).fit(train, targets);
    const blocks: [number, number][] = [
      [0, 2],
      [2, 5],
      [5, 7],
    ];
    const column = targets.map((value) => [value]);
    const want = explicitRfm(oneHot(train), column, { bandwidth: 3, ridge: 0.01, rounds: 3, blocks }).at(-1)!;
    expect(relative(model.fitted.metric as Matrix, want.metric)).toBeLessThan(ROUNDING);
    expect(relative(model.predict(test), want.predict(oneHot(test)))).toBeLessThan(ROUNDING);
    expect(model.fitted.featureNames).toEqual([
      '0',
      '2',
      '1 = Lima',
      '1 = Oslo',
      '1 = Rome',
      '3 = 1',
      '3 = 2',
    ]);
  });

  it('are named in a frame, and a power of M keeps its blocks', async () => {
    const frame = (values: unknown[][]) => ({ columns: ['a', 'city', 'b', 'size'], values });
    const named = await new RFMRegressor({ ...options, agopPower: 0.5, categorical: ['city', 'size'] }).fit(
      frame(train),
      targets,
    );
    const placed = await new RFMRegressor({ ...options, agopPower: 0.5, categorical: [1, 3] }).fit(
      train,
      targets,
    );
    expect(named.predict(frame(test)).data).toEqual(placed.predict(test).data);
    expect(named.fitted.featureNames).toContain('city = Oslo');
    const metric = named.fitted.metric as Matrix;
    expect([metric.get(0, 2), metric.get(2, 6), metric.get(6, 1)]).toEqual([0, 0, 0]);
  });

  it('that were not seen in training are blocks of zeros', async () => {
    const model = await new RFMRegressor({ ...options, categorical: [1, 3] }).fit(train, targets);
    const want = explicitRfm(
      oneHot(train),
      targets.map((value) => [value]),
      {
        ...{ bandwidth: 3, ridge: 0.01, rounds: 3 },
        blocks: [
          [0, 2],
          [2, 5],
          [5, 7],
        ],
      },
    ).at(-1)!;
    const got = model.predict([[0.3, 'Paris', -0.2, 1]]);
    expect(relative(got, want.predict([[0.3, -0.2, 0, 0, 0, 1, 0]]))).toBeLessThan(ROUNDING);
  });

  it('may be all there is', async () => {
    const only = train.map(([, city, , size]) => [city, size]);
    const model = await new RFMRegressor({ ...options, categorical: [0, 1] }).fit(only, targets);
    expect(model.fitted.x.cols).toBe(5);
    expect(model.predict(only).data.every(Number.isFinite)).toBe(true);
  });
});

describe('RFMClassifier', () => {
  const labelsOf = (a: Matrix): string[] =>
    Array.from(product(a).data, (v) => (v > 0.3 ? 'up' : v < -0.3 ? 'down' : 'mid'));
  const labels = labelsOf(x);

  it('solves for one-hot targets and takes the largest output', async () => {
    const model = await new RFMClassifier(options).fit(x, labels);
    expect(model.fitted.classes).toEqual(['down', 'mid', 'up']);
    const targets = labels.map((label) => ['down', 'mid', 'up'].map((name) => Number(name === label)));
    const want = explicitRfm(x.toRows(), targets, { bandwidth: 3, ridge: 0.01, rounds: 3 }).at(-1)!;
    expect(relative(model.fitted.alpha, want.alpha)).toBeLessThan(ROUNDING);
    const outputs = want.predict(z.toRows());
    expect(model.predict(z)).toEqual(
      outputs.map((row) => ['down', 'mid', 'up'][row.indexOf(Math.max(...row))]),
    );
    const clipped = outputs.map((row) => row.map((value) => Math.min(Math.max(value, 1e-3), 1 - 1e-3)));
    const probabilities = clipped.map((row) => row.map((value) => value / row.reduce((a, b) => a + b)));
    expect(relative(model.predictProba(z), probabilities)).toBeLessThan(ROUNDING);
  });

  it('takes two classes as 0 and 1 with one output, whatever their names', async () => {
    for (const [low, high] of [
      [false, true],
      [3, 11],
      ['no', 'yes'],
    ] as const) {
      const two = labels.map((label) => (label === 'up' ? high : low));
      const model = await new RFMClassifier(options).fit(x, two);
      expect(model.fitted.classes).toEqual([low, high]);
      expect(model.fitted.alpha.cols).toBe(1);
      expect(model.score(x, two)).toBe(1);
      const p = model.predictProba(z).toRows();
      p.forEach(([a, b]) => expect(Math.abs(a + b - 1)).toBeLessThan(1e-12));
    }
  });

  it('sorts integer labels as numbers', async () => {
    const model = await new RFMClassifier({ ...options, rounds: 0 }).fit(
      x,
      Int32Array.from(labels, (l) => (l === 'up' ? 10 : l === 'mid' ? 9 : -1)),
    );
    expect(model.fitted.classes).toEqual([-1, 9, 10]);
  });

  it('decodes the far field to no class by one-hot targets, to the prior by prevalence codes (pitfall 9)', async () => {
    // 40 of one class, 5 of another, 5 of a third: unbalanced on purpose.
    const points = new Random(3).normalMatrix(50, 2);
    const names = Array.from({ length: 50 }, (_, i) => (i < 40 ? 'a' : i < 45 ? 'b' : 'c'));
    const far = [[1e6, -1e6]];
    const fit = (classCoding: 'zero-one' | 'prevalence') =>
      new RFMClassifier({ kernel, rounds: 1, classCoding }).fit(points, names);
    expect(
      (await fit('zero-one'))
        .predictProba(far)
        .toRows()[0]
        .every((p) => Math.abs(p - 1 / 3) < 1e-12),
    ).toBe(true);
    const [a, b, c] = (await fit('prevalence')).predictProba(far).toRows()[0];
    for (const gap of [a - 0.8, b - 0.1, c - 0.1]) expect(Math.abs(gap)).toBeLessThan(1e-12);
  });

  it('chooses the round by each of its metrics, and stops early where more is better too', async () => {
    const validation = { x: z, y: labelsOf(z) };
    for (const tuningMetric of ['accuracy', 'brier', 'logloss', 'f1', 'auc'] as const) {
      const model = await new RFMClassifier({ ...options, tuningMetric, earlyStop: Infinity }).fit(
        x,
        labels,
        { validation },
      );
      const values = model.fitted.history.map((facts) => facts.validation!);
      const best = /brier|logloss/.test(tuningMetric) ? Math.min(...values) : Math.max(...values);
      expect(model.fitted.bestRound).toBe(values.indexOf(best));
    }
    // Labels that round 0 meets, and no later one: a point that they tell apart.
    const wide = { ...options, kernel: laplace({ bandwidth: 0.3 }), ridge: 1, rounds: 3 };
    const all = await Promise.all(
      [0, 1, 2, 3].map((n) => new RFMClassifier({ ...wide, rounds: n }).fit(x, labels)),
    );
    const pool = new Random(9).normalMatrix(400, 4);
    const said = all.map((model) => model.predict(pool));
    const apart = said[0].map((_, i) => i).filter((i) => said[1][i] !== said[0][i]);
    expect(apart.length).toBeGreaterThan(0);
    const held = { x: apart.map((i) => Array.from(pool.row(i))), y: apart.map((i) => said[0][i]) };
    const model = await new RFMClassifier({ ...wide, tuningMetric: 'accuracy' }).fit(x, labels, {
      validation: held,
    });
    expect(model.fitted).toMatchObject({ bestRound: 0, stopped: 'early' });
    expect(model.fitted.history.map((facts) => facts.validation)).toEqual([1, 0]);
  });
});

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
