import { tableVotes } from 'agop/elementwise/log-tables';
import * as depth from 'agop/experiments/infinite-depth';
import {
  agreement,
  deepRegression,
  hilbert,
  nearestLabels,
} from 'agop/experiments/infinite-depth/classifiers';
import { psiTable } from 'agop/experiments/infinite-depth/depth';
import { mixtureOf } from 'agop/experiments/infinite-depth/decision-maps';
import { singularDuals } from 'agop/experiments/infinite-depth/named-duals';
import {
  arcData,
  logDistances,
  sphereData,
  splitSphereData,
} from 'agop/experiments/infinite-depth/sphere-data';
import { taxonomy } from 'agop/kernels/dual/taxonomy';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const step = (): void => {};

test.each([1, 2, 4, 8])(
  'points on the sphere of dimension %i have length 1, and Bayes is right more often than the majority',
  (d) => {
    const { x, y, bayes } = sphereData(d, 2000, new Random(1));
    for (let i = 0; i < 20; i++) {
      expect(Array.from(x.row(i)).reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 14);
    }
    expect(y.filter((label) => label > 0)).toHaveLength(800);
    expect(agreement(bayes, y)).toBeGreaterThan(0.7);
  },
);

test('a dimension without parameters is refused', () => {
  expect(() => sphereData(3, 10, new Random(0))).toThrow('sphereData: d is 3; give 1, 2, 4 or 8');
});

test('training and test points share one shuffle: together 40 % are +1, of few alone more or fewer', () => {
  const counts = [0, 1, 2, 3, 4, 5].map((seed) => {
    const { train, test: left } = splitSphereData(2, { train: 100, test: 900 }, new Random(seed));
    const plus = (y: Float64Array): number => y.filter((label) => label > 0).length;
    expect(plus(train.y) + plus(left.y)).toBe(400);
    return plus(train.y);
  });
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test('distances from coordinates keep digits that inner products lose', () => {
  const { x } = arcData(2, new Random(0));
  x.row(1).set([Math.cos(0.5 + 1e-9), Math.sin(0.5 + 1e-9)]);
  x.row(0).set([Math.cos(0.5), Math.sin(0.5)]);
  // δ = θ²/2 for a small angle; coordinates themselves are rounded to 1e-16.
  expect(logDistances(x, x).get(0, 1)).toBeCloseTo(Math.log(5e-19), 6);
});

test('a deep kernel and the singular kernel of its limit agree', () => {
  const random = new Random(3);
  const [train, test_] = [sphereData(2, 60, random.fork(0)), sphereData(2, 300, random.fork(1))];
  const dual = singularDuals['opt 2'];
  const { outputs } = deepRegression(train, test_.x, { dual, kind: 'nngp', depth: 40 });
  const limit = tableVotes(logDistances(test_.x, train.x), train.y, psiTable(dual));
  expect(agreement(outputs, limit)).toBeGreaterThan(0.99);
});

test('an extreme exponent is the nearest neighbour, an exponent of 0 the majority', () => {
  const random = new Random(4);
  const [train, test_] = [sphereData(2, 50, random.fork(0)), sphereData(2, 200, random.fork(1))];
  const far = logDistances(test_.x, train.x);
  expect(agreement(tableVotes(far, train.y, hilbert(1000)), nearestLabels(far, train.y))).toBe(1);
  expect(tableVotes(far, train.y, hilbert(0)).every((vote) => vote < 0)).toBe(true);
});

test.each([0.55, 0.8, 1, 2.7])('the mixture of Hermite polynomials for the exponent %f has it', (alpha) => {
  expect(taxonomy(mixtureOf(alpha)).alpha).toBeCloseTo(alpha, 12);
});

test('a typed activation of the majority class votes alike everywhere, centred it does not', async () => {
  const rows = await depth.typedMaps({ n: 60, resolution: 12, text: '(x + abs(x))/2' }, 0, step);
  const labels = (map: string): number =>
    new Set(rows.filter((row) => row.map.startsWith(map)).map((row) => row.label)).size;
  expect(labels('as it is: majority vote')).toBe(1);
  expect(labels('centred: singular kernel, α = 0.81')).toBe(2);
});

test('the walk of a cobweb ends at the fixed point of its class', async () => {
  const rows = await depth.cobweb(
    { activations: ['x² - 1', 'opt 2', 'x²', 'exp(-x²/2)'], start: 0.9, layers: 3, points: 5 },
    0,
    step,
  );
  const ends = rows.filter((row) => row.part === 'fixed point').map((row) => row.x);
  // x²: (1 + 2ξ²)/3 = ξ at ξ = 1/2; the Gaussian's slope at 1 is 1/3.
  [0, 0, 0.5, 1].forEach((end, k) => expect(ends[k]).toBeCloseTo(end, 9));
});

test('experiments give the same finite rows for the same seed', async () => {
  const runs = [
    () => depth.dualCurves({ xi: [0.3] }, 0, step),
    () => depth.activationClasses({ optimal: [2] }, 0, step),
    () => depth.singularity({ activations: ['erf'], from: -6, to: -4, points: 3 }, 0, step),
    () => depth.tangentRatio({ depths: [10], deltas: [0.5] }, 0, step),
    () => depth.tangentLimit({ d: 2, n: 30, test: 40, depths: [100, 1e6], draws: 2 }, 0, step),
    () => depth.regressionDies({ n: 30, test: 40, depths: [10], draws: 2 }, 0, step),
    () =>
      depth.decisionMaps(
        { n: 10, resolution: 5, maps: [{ activation: 'opt 2', kind: 'nngp', depths: [5] }] },
        0,
        step,
      ),
    () => depth.typedMaps({ n: 10, resolution: 5, text: 'x + x^2' }, 0, step),
    () => depth.dialMaps({ n: 10, resolution: 5, alphas: [0.7, 2] }, 0, step),
    () => depth.cobweb({ activations: ['x²'], start: 0.9, layers: 3, points: 5 }, 0, step),
    () => depth.finiteWidth({ activations: ['erf'], depth: 2, width: 50, draws: 2 }, 0, step),
    () =>
      depth.agreementWithLimit(
        {
          runs: [
            { activation: 'ReLU', kind: 'ntk', limit: 'majority', d: 2, n: 20, depths: [1, 5], draws: 2 },
          ],
          test: 30,
        },
        0,
        step,
      ),
    () => depth.stableAgainstNaive({ activations: ['opt 2'], depths: [5], deltas: [0.1] }, 0, step),
    () =>
      depth.accuracyOfLimits(
        { dimensions: [2], sizes: [30], kernels: ['opt 2'], atLargest: ['erf'], test: 50 },
        0,
        step,
      ),
  ];
  for (const run of runs) {
    const rows: object[] = await run();
    expect(rows.length).toBeGreaterThan(0);
    expect(await run()).toEqual(rows);
    for (const value of rows.flatMap((row) => Object.values(row))) {
      if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    }
  }
});
