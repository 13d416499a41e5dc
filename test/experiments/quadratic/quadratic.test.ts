import * as quadratic from 'agop/experiments/quadratic';
import { agopOf } from 'agop/experiments/quadratic/feature-alignment';
import { mlpAgops } from 'agop/features/nfa';
import { Random } from 'agop/linalg/random';
import { mlp } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { expect, test } from 'vitest';

const step = (): void => {};

test('a model of one example follows the map to rounding', async () => {
  const settings = { width: 50, d: 4, y: 1, starts: [1.5, 2.5], steps: 40 };
  const rows = await quadratic.oneExampleModels(settings, 0, step);
  const followed = rows.filter(({ model }) => model === 'quadratic model');
  expect(Math.max(...followed.map(({ deviation }) => deviation))).toBeLessThan(1e-10);
});

test('all units of a one-dimensional problem are two scalar maps', async () => {
  const settings = {
    n: 12,
    width: 40,
    positive: [2, 1] as [number, number],
    negative: [-2, 1] as [number, number],
    rates: [{ factor: 2.3, of: 'first' as const }],
    steps: 30,
  };
  const rows = await quadratic.oneDimensionalDirections(settings, 0, step);
  const of = (model: string) => rows.filter((row) => row.model === model);
  of('quadratic model').forEach((row, t) =>
    expect(row.lambda1).toBeCloseTo(of('two scalar maps')[t].lambda1, 9),
  );
});

test('a linear model diverges above the critical rate, the quadratic one does not', async () => {
  const settings = { hidden: [64], n: 16, test: 50, ratios: [0.8, 1.2], steps: 200, stopAt: 1e-3, every: 10 };
  const rows = await quadratic.rateSweep(quadratic.drawShifted(10))(settings, 0, step);
  const diverged = (model: string, ratio: number) =>
    rows.find((row) => row.model === model && row.ratio === ratio)!.diverged;
  expect(diverged('linear model', 0.8)).toBe(0);
  expect(diverged('linear model', 1.2)).toBe(1);
  expect(diverged('quadratic model', 1.2)).toBe(0);
});

test('a split keeps examples apart and brings each to the length √d', () => {
  const x = new Random(0).normalMatrix(20, 5);
  const y = Float64Array.from({ length: 20 }, (_, i) => (i % 2 ? 1 : -1));
  const { train, test: held } = quadratic.drawFrom({ x, y })(12, 100, 0);
  expect([train.x.rows, held.x.rows]).toEqual([12, 8]);
  for (let i = 0; i < 12; i++) expect(Math.hypot(...train.x.row(i))).toBeCloseTo(Math.sqrt(5), 12);
});

test('the AGOP of a model by differences is that of the network by its gradients, and a catapult aligns it', async () => {
  const random = new Random(5);
  const x = random.normalMatrix(20, 6);
  const net = mlp({ widths: [6, 40, 1], parametrisation: 'ntk', random });
  const [exact] = mlpAgops(net, x);
  const found = agopOf(networkModel(net, x), x)();
  // Differences over 1e-8 of numbers of order one keep seven digits or eight.
  found.data.forEach((value, i) => expect(value).toBeCloseTo(exact.plain.data[i], 6));
  const rows = await quadratic.featureAlignment(
    { n: 32, d: 20, hidden: [128], ratios: [0.9, 1.4], steps: 60, every: 20 },
    0,
    step,
  );
  const end = (model: string, ratio: number): number =>
    rows.filter((row) => row.model === model && row.ratio === ratio).at(-1)!.alignment;
  for (const model of ['network', 'quadratic model']) {
    expect(end(model, 1.4)).toBeGreaterThan(end(model, 0.9) + 0.05);
  }
  // The linear model has diverged, and its run has ended.
  const last = rows.filter(({ model, ratio }) => model === 'linear model' && ratio === 1.4).at(-1)!;
  expect(last.step).toBeLessThan(60);
});

test('pooled pictures are means over squares, the channels of a pixel side by side', () => {
  // One picture of each class: 2 channels of 2 x 4 pixels, plane by plane.
  const planes = [0, 1, 2, 3, 4, 5, 6, 7, 100, 100, 50, 50, 100, 100, 50, 50];
  const set = (label: number) => ({
    count: 1,
    channels: 2,
    height: 2,
    width: 4,
    images: Uint8Array.from(planes),
    labels: Uint8Array.of(label),
  });
  const { x, y } = quadratic.pooledPair({ train: set(7), test: set(1), classNames: [] }, [7, 1], 2);
  expect([...y]).toEqual([1, -1]);
  // Means of 0 1 4 5 and of 2 3 6 7, and of the second plane, over 255.
  [2.5, 100, 4.5, 50].forEach((v, k) => expect(x.get(0, k)).toBeCloseTo(v / 255, 12));
  expect(x.cols).toBe(4);
});

test('of one convolution below the critical rate the three models agree, above the linear one diverges', async () => {
  const random = new Random(0);
  const images = {
    x: random.normalMatrix(60, 18),
    y: Float64Array.from({ length: 60 }, (_, i) => 1 - 2 * (i % 2)),
  };
  const conv = { side: 3, channels: 2, patch: 2 };
  const settings = {
    hidden: [400],
    conv,
    n: 10,
    test: 20,
    ratios: [0.5, 1.3],
    steps: 200,
    stopAt: 1e-4,
    every: 20,
  };
  const rows = await quadratic.rateSweep(quadratic.drawFrom(images))(settings, 0, step);
  const of = (ratio: number) => rows.filter((row) => row.ratio === ratio);
  const [network, ...others] = of(0.5).map(({ testLoss }) => testLoss!);
  // Finite width: the three differ by some per cent.
  for (const other of others) expect(Math.abs(other / network - 1)).toBeLessThan(0.1);
  expect(of(1.3).map(({ diverged }) => diverged)).toEqual([0, 0, 1]);
});

test('along the top direction of a convolutional network the first loss is that of its outputs', async () => {
  const random = new Random(1);
  const images = {
    x: random.normalMatrix(20, 18),
    y: Float64Array.from({ length: 20 }, (_, i) => 1 - 2 * (i % 2)),
  };
  const conv = { side: 3, channels: 2, patch: 2 };
  const rows = await quadratic.convTopDirection(images)(
    { hidden: [50], conv, n: 8, v0: 1.5, steps: 5 },
    0,
    step,
  );
  const [network, model] = ['network', 'quadratic model'].map((name) =>
    rows.filter((row) => row.model === name),
  );
  expect(network[0].loss).toBeCloseTo(model[0].loss, 12);
  for (const run of [network, model]) {
    expect(run.length).toBe(5);
    for (const { top, loss } of run) expect(top).toBeLessThanOrEqual(loss);
    expect(run[4].loss).toBeLessThan(run[0].loss);
  }
});
