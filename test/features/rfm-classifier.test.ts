import { describe, expect, it } from 'vitest';
import { RFMClassifier } from 'agop/features/rfm/rfm-classifier';
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
