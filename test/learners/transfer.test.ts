import { laplace } from 'agop/kernels/laplace';
import type { Metric } from 'agop/kernels/metric';
import { releasedReluNtk } from 'agop/kernels/released-relu-ntk';
import { stridedCntk } from 'agop/kernels/strided-cntk';
import {
  linearRisk,
  linearTransfer,
  projectionRisk,
  translationRisk,
} from 'agop/learners/transfer/linear-transfer';
import { logLaw } from 'agop/learners/transfer/log-law';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { nestedRegression } from 'agop/learners/transfer/nested-regression';
import { against, kernelRegression, type Predictor } from 'agop/learners/transfer/predictor';
import { rowMetrics } from 'agop/learners/transfer/row-metrics';
import { transferWarnings } from 'agop/learners/transfer/transfer-warnings';
import { leaveOneOutResiduals, project, safeTransfer, translate } from 'agop/learners/transfer/transfer';
import { matmul } from 'agop/linalg/matmul';
import { fromRows, Matrix, zeros } from 'agop/linalg/matrix';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';

const random = new Random(1);
const kernel = laplace({ bandwidth: 3 });
const [xs, xt, z] = [random.normalMatrix(40, 5), random.normalMatrix(15, 5), random.normalMatrix(9, 5)];
const [ys, yt] = [random.normalMatrix(40, 2), random.normalMatrix(15, 2)];
const b3 = random.normalMatrix(3, 2);
const source = kernelRegression(xs, ys, { kernel });

function gap(a: Matrix, b: Matrix): number {
  return Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i])));
}

test('translation interpolates the target, and from a source of zeros is the kernel alone', () => {
  expect(gap(translate(source, xt, yt, { kernel }).predict(xt), yt)).toBeLessThan(1e-10);
  const nothing: Predictor = { predict: (x) => zeros(x.rows, 2) };
  const own = kernelRegression(xt, yt, { kernel }).predict(z);
  expect(gap(translate(nothing, xt, yt, { kernel }).predict(z), own)).toBeLessThan(1e-14);
});

test('translation of a source that is right on the target changes nothing', () => {
  const translated = translate(source, xt, source.predict(xt), { kernel });
  expect(gap(translated.predict(z), source.predict(z))).toBeLessThan(1e-14);
});

test('projection sees the source’s outputs alone, and may have other labels', () => {
  const labels = random.normalMatrix(15, 4);
  const projected = project(source, xt, labels);
  expect(projected.predict(z).cols).toBe(4);
  const constant: Predictor = { predict: (x) => fromRows(Array.from({ length: x.rows }, () => [1, 2])) };
  const blind = project(constant, xt, labels).predict(z);
  for (let i = 1; i < z.rows; i++) expect(Array.from(blind.row(i))).toEqual(Array.from(blind.row(0)));
});

test('leave-one-out residuals are those of machines fitted without the example', () => {
  const ridge = 0.1;
  const residuals = leaveOneOutResiduals(kernel.matrix(xt), yt, ridge);
  for (const i of [0, 7, 14]) {
    const rest = Array.from({ length: 15 }, (_, k) => k).filter((k) => k !== i);
    const pick = (a: Matrix, rows: number[]): Matrix => fromRows(rows.map((k) => Array.from(a.row(k))));
    const fit = kernelRegression(pick(xt, rest), pick(yt, rest), { kernel, ridge });
    const predicted = fit.predict(pick(xt, [i]));
    for (let l = 0; l < 2; l++) {
      expect(residuals.get(i, l)).toBeCloseTo(yt.get(i, l) - predicted.data[l], 10);
    }
  }
});

test('safe transfer turns a useless source off and keeps a useful one', () => {
  const noise: Predictor = {
    predict: (x) => fromRows(Array.from({ length: x.rows }, (_, i) => [Math.sin(1e4 * x.get(i, 0))])),
  };
  const own = kernelRegression(xt, yt, { kernel }).predict(z);
  const safe = safeTransfer(noise, xt, yt, { kernel });
  expect(safe.ridge).toBeGreaterThanOrEqual(1);
  expect(gap(safe.predict(z), own)).toBeLessThan(1);
  const target = (x: Matrix): Matrix => source.predict(x);
  const useful = safeTransfer(source, xt, target(xt), { kernel, ridges: [1e-6, 1e4] });
  expect(useful.ridge).toBe(1e-6);
});

test('the translation law is the mean over random samples, and flips at distance 1', () => {
  const d = 12;
  const draw = new Random(3);
  const target = draw.normalMatrix(2, d);
  const sourceW = draw.normalMatrix(2, d);
  const law = {
    d,
    sourceSamples: 7,
    targetSamples: 5,
    targetSize: linearRisk(target, zeros(2, d)),
    distance: linearRisk(sourceW, target),
  };
  const risks = Array.from({ length: 3000 }, () => {
    const world = {
      source: sourceW,
      target,
      sourceX: draw.normalMatrix(7, d),
      targetX: draw.normalMatrix(5, d),
    };
    return linearRisk(linearTransfer(world).translated!, target);
  });
  const mean = risks.reduce((a, b) => a + b) / risks.length;
  const error = Math.sqrt(risks.reduce((sum, r) => sum + (r - mean) ** 2, 0)) / risks.length;
  expect(Math.abs(mean - translationRisk(law))).toBeLessThan(4 * error);
  const at = (distance: number): number => translationRisk({ ...law, distance: distance * law.targetSize });
  const alone = translationRisk({ ...law, sourceSamples: 0 });
  expect(at(0.9)).toBeLessThan(alone);
  expect(at(1)).toBeCloseTo(alone, 12);
  expect(at(1.1)).toBeGreaterThan(alone);
});

test('the projection law has its peak where examples are as many as outputs', () => {
  const risk = (targetSamples: number): number =>
    projectionRisk({ d: 60, sourceOutputs: 12, sourceSamples: 60, targetSamples, outside: 0.2 });
  expect(risk(10)).toBeGreaterThan(risk(3));
  expect(risk(14)).toBeGreaterThan(risk(30));
  expect(() => risk(12)).toThrow('projectionRisk: targetSamples is 12 with 12 source outputs');
});

test('dependent samples give the same projector as their span', () => {
  const basis = qr(new Random(4).normalMatrix(6, 6)).q;
  const rows = [0, 1, 2].map((i) => Array.from({ length: 6 }, (_, k) => basis.get(k, i)));
  const repeated = fromRows([rows[0], rows[1], rows[0], rows[2]]);
  const world = { source: basis, target: basis, targetX: zeros(0, 6) };
  const a = linearTransfer({ ...world, sourceX: repeated }).source;
  const b = linearTransfer({ ...world, sourceX: fromRows(rows) }).source;
  expect(gap(a, b)).toBeLessThan(1e-12);
});

test('a line in ln n is found exactly', () => {
  const n = [10, 30, 100];
  const law = logLaw(
    n,
    n.map((value) => 0.1 * Math.log(value) - 0.2),
  );
  expect(law.slope).toBeCloseTo(0.1, 13);
  expect(law.slopePerDoubling).toBeCloseTo(0.1 * Math.LN2, 13);
  expect(law.r2).toBeCloseTo(1, 12);
  expect(law.at(1000)).toBeCloseTo(0.1 * Math.log(1000) - 0.2, 12);
});

test('perfect profiles have R², cosine and correlation 1, row means R² 0', () => {
  const truth = random.normalMatrix(4, 6);
  const perfect = rowMetrics(truth, truth);
  expect([...perfect.r2, ...perfect.cosine, perfect.pearson].every((v) => Math.abs(v - 1) < 1e-12)).toBe(
    true,
  );
  const means = fromRows(
    Array.from({ length: 4 }, (_, i) => {
      const mean = Array.from(truth.row(i)).reduce((a, b) => a + b) / 6;
      return Array.from({ length: 6 }, () => mean);
    }),
  );
  for (const value of rowMetrics(means, truth).r2) expect(value).toBeCloseTo(0, 12);
});

test('the convolutional kernel of one full window is the dense kernel of the image', () => {
  // Side 1: the window is the pixel, so that S = <x, z>/C and K = S after one linear convolution.
  const x = random.normalMatrix(4, 3);
  const gram = stridedCntk({ channels: 3, side: 1, strides: [1] }).matrix(x, x);
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const inner = Array.from(x.row(i)).reduce((sum, v, k) => sum + v * x.get(j, k), 0) / 3;
      expect(gram.get(i, j)).toBeCloseTo(2 * inner, 13);
    }
  }
});

test('the convolutional kernel is symmetric, positive, and the same in blocks and with itself', () => {
  const x = random.normalMatrix(6, 2 * 64);
  const cntk = stridedCntk({ channels: 2, side: 8, strides: [2, 2, 1] });
  const [own, crossed] = [cntk.matrix(x), cntk.matrix(x, x)];
  // Off the diagonal to rounding; on it arccos magnifies the rounding of 1 to 1e-8.
  expect(gap(own, crossed)).toBeLessThan(1e-7 * Math.max(...own.data));
  for (let i = 0; i < 6; i++) for (let j = 0; j < i; j++) expect(own.get(i, j)).toBe(own.get(j, i));
  expect(() => kernelRegression(x, random.normalMatrix(6, 1), { kernel: cntk })).not.toThrow();
});

/** The strided recursion of one pair, position by position; windows are cut at the edges, an odd pixel of padding at the end. */
function plainStrided(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  channels: number,
  side: number,
  strides: number[],
): number {
  type Map = number[][];
  const products = (u: ArrayLike<number>, v: ArrayLike<number>): Map =>
    Array.from({ length: side }, (_, r) =>
      Array.from({ length: side }, (_, s) => {
        let sum = 0;
        for (let c = 0; c < channels; c++) sum += u[(c * side + r) * side + s] * v[(c * side + r) * side + s];
        return sum / channels;
      }),
    );
  const summed = (map: Map, stride: number): Map => {
    const out = Math.ceil(map.length / stride);
    const before = Math.floor(Math.max(0, (out - 1) * stride + 3 - map.length) / 2);
    return Array.from({ length: out }, (_, r) =>
      Array.from({ length: out }, (_, s) => {
        let sum = 0;
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) sum += map[r * stride + i - before]?.[s * stride + j - before] ?? 0;
        return sum;
      }),
    );
  };
  let [n, q, p] = [products(a, b), products(a, a), products(b, b)];
  let t = n;
  strides.forEach((stride, l) => {
    [n, q, p] = [n, q, p].map((map) => summed(map, stride));
    t = l === 0 ? n : summed(t, stride);
    if (l === strides.length - 1) return;
    n = n.map((row, i) =>
      row.map((value, j) => {
        const s = Math.sqrt(q[i][j] * p[i][j]);
        const angle = Math.PI - Math.acos(Math.max(-1, Math.min(1, value / s)));
        const next = (Math.sqrt(Math.max(0, s * s - value * value)) + value * angle) / Math.PI;
        t[i][j] = (t[i][j] * angle) / Math.PI + next;
        return next;
      }),
    );
  });
  return [...n, ...t].flat().reduce((sum, value) => sum + value, 0) / n.flat().length;
}

test.each([
  [8, [2, 2, 1]],
  [7, [2, 1, 2]],
  [5, [1]],
  [4, [2, 2, 2, 2]],
])('the strided kernel is its recursion, side %i, strides %j, in both precisions', (side, strides) => {
  const [x, others] = [
    new Random(2).normalMatrix(70, 2 * side * side),
    new Random(3).normalMatrix(5, 2 * side * side),
  ];
  const cntk = stridedCntk({ channels: 2, side, strides });
  const single = (a: Matrix): Matrix => new Matrix(a.rows, a.cols, Float32Array.from(a.data));
  const [k, rough] = [cntk.matrix(others, x), cntk.matrix(single(others), single(x))];
  const most = Math.max(...k.data.map(Math.abs));
  for (let i = 0; i < others.rows; i++) {
    for (let j = 0; j < x.rows; j++) {
      const want = plainStrided(others.row(i), x.row(j), 2, side, strides);
      expect(Math.abs(k.get(i, j) - want)).toBeLessThan(1e-12 * most);
      expect(Math.abs(rough.get(i, j) - want)).toBeLessThan(1e-5 * most);
    }
  }
  // Off the diagonal, where arccos magnifies the rounding of 1.
  const [own, crossed] = [cntk.matrix(x), cntk.matrix(x, x)];
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < x.rows; j++)
      if (i !== j) expect(Math.abs(own.get(i, j) - crossed.get(i, j))).toBeLessThan(1e-12 * most);
});

test('samples that span the space leave every map as it is; those that only seem to do not', () => {
  const [w, x] = [new Random(1).normalMatrix(3, 6), new Random(2).normalMatrix(6, 6)];
  const world = { source: w, target: w, targetX: zeros(0, 6) };
  expect(linearTransfer({ ...world, sourceX: x }).source.data).toEqual(w.data);
  const flat = x.clone();
  flat.row(5).set(flat.row(0));
  const rows = fromRows([0, 1, 2, 3, 4].map((i) => Array.from(x.row(i))));
  const [a, b] = [flat, rows].map((sourceX) => linearTransfer({ ...world, sourceX }).source);
  expect(gap(a, b)).toBeLessThan(1e-12);
  expect(gap(a, w)).toBeGreaterThan(1e-3);
});

test('the released kernel is 1 at angle 0 and falls as its recursion says', () => {
  const k = releasedReluNtk({ depth: 1 }).matrix(
    fromRows([[1, 0]]),
    fromRows([
      [1, 0],
      [0, 1],
    ]),
  );
  expect(k.data[0]).toBe(1);
  // s = 0: k0 = 1/2, k1 = 1/π, (1/2 + 0)/2.
  expect(k.data[1]).toBeCloseTo(0.25, 14);
});

test('nested learning curves are kernel regressions on each subset, however many threads share the orders', async () => {
  const orders = [0, 1, 2].map((k) => new Random(k).permutation(xt.rows).subarray(0, 8));
  const sizes = [2, 8, 5];
  const options = { gram: kernel.matrix(xt), across: kernel.matrix(z, xt), y: yt, orders, sizes, ridge: 0.2 };
  const pick = (a: Matrix, rows: Int32Array): Matrix =>
    fromRows(Array.from(rows, (k) => Array.from(a.row(k))));
  const threads = workerThreads();
  for (const used of [1, 2, 4]) {
    setWorkerThreads(used);
    await startWorkers();
    nestedRegression(options).forEach((curve, k) =>
      curve.forEach((outputs, s) => {
        const subset = orders[k].subarray(0, sizes[s]);
        const fit = kernelRegression(pick(xt, subset), pick(yt, subset), { kernel, ridge: 0.2 });
        expect(gap(outputs, fit.predict(z))).toBeLessThan(1e-12);
      }),
    );
  }
  setWorkerThreads(threads);
});

test('all examples make one predictor in any order, and orders with repeats one of their own', () => {
  const gram = kernel.matrix(xt);
  const shared = { gram, across: kernel.matrix(z, xt), y: yt, sizes: [15, 4, 15], ridge: 0.1 };
  const pick = (a: Matrix, rows: ArrayLike<number>): Matrix =>
    fromRows(Array.from(rows, (row) => Array.from(a.row(row))));
  const draw = new Random(9);
  const permutations = [0, 1, 2].map((k) => draw.fork(k).permutation(15));
  const repeats = Array.from({ length: 15 }, (_, i) => i % 11);
  for (const orders of [permutations, [...permutations, repeats]]) {
    const curves = nestedRegression({ ...shared, orders });
    curves.forEach((curve, k) =>
      curve.forEach((outputs, s) => {
        const subset = Array.from(orders[k]).slice(0, shared.sizes[s]);
        const fit = kernelRegression(pick(xt, subset), pick(yt, subset), { kernel, ridge: 0.1 });
        expect(gap(outputs, fit.predict(z))).toBeLessThan(1e-12);
      }),
    );
    // Results are the caller's, and share no storage.
    expect(new Set(curves.flat().map(({ data }) => data.buffer)).size).toBe(3 * orders.length);
  }
  const [[first], [second]] = nestedRegression({ ...shared, sizes: [15], orders: permutations });
  expect(first.data).toEqual(second.data);
});

test('a kernel against fixed points gives its matrices with them', () => {
  for (const one of [kernel, stridedCntk({ channels: 1, side: 2, strides: [1, 2] })]) {
    const [x, others] = [new Random(5).normalMatrix(6, 4), new Random(6).normalMatrix(3, 4)];
    const points = against(one, x);
    expect(points.gram().data).toEqual(one.matrix(x).data);
    // Both centre the points in their own way: equal to rounding.
    expect(gap(points.matrix(others), one.matrix(others, x))).toBeLessThan(1e-13);
  }
});

test('products with a kernel against fixed points are those of its matrix, in blocks and under a metric', () => {
  const draw = new Random(7);
  const root = draw.normalMatrix(4, 6);
  const metrics: (Metric | undefined)[] = [
    undefined,
    Float64Array.from({ length: 6 }, (_, j) => j),
    { factor: root },
  ];
  const [x, others, b] = [draw.normalMatrix(8, 6), draw.normalMatrix(5, 6), draw.normalMatrix(8, 3)];
  for (const metric of metrics) {
    const options = metric === undefined ? {} : { metric };
    const points = kernel.against!(x, options);
    expect(gap(points.times!(others, b), matmul(kernel.matrix(others, x, options), b))).toBeLessThan(1e-13);
  }
  // More numbers than a block has.
  const [few, many] = [draw.normalMatrix(3, 3000), draw.normalMatrix(3000, 3000)];
  const wide = laplace({ bandwidth: 100 }).against!(few);
  const k = wide.matrix(many);
  expect(gap(wide.times!(many, b3), matmul(k, b3))).toBeLessThan(1e-13);
  for (const i of [0, 1499, 1500, 2999]) {
    const square = Array.from(few.row(1)).reduce((sum, value, j) => sum + (value - many.get(i, j)) ** 2, 0);
    expect(k.get(i, 1)).toBeCloseTo(Math.exp(-Math.sqrt(square) / 100), 12);
  }
});

test('fixed points take the storage they are given, and their matrices too', () => {
  const [storage, own, test] = [zeros(15, 5), zeros(15, 15), zeros(9, 15)];
  const points = kernel.against!(xt, { storage });
  expect(points.gram(own)).toBe(own);
  expect(points.matrix(z, test)).toBe(test);
  const fresh = kernel.against!(xt);
  expect(own.data).toEqual(fresh.gram().data);
  expect(test.data).toEqual(fresh.matrix(z).data);
});

test('labels that a transfer should be warned of are named, others are not', () => {
  const mixed = Array.from({ length: 40 }, (_, i) => (7 * i + (i >> 2)) % 4);
  expect(transferWarnings({ source: mixed, target: mixed })).toEqual([]);
  const ordered = mixed.toSorted((a, b) => a - b);
  expect(transferWarnings({ source: ordered, target: mixed })).toEqual([
    'the source is in the order of its classes: shuffle it before taking a part',
  ]);
  expect(transferWarnings({ target: ordered })).toEqual([
    'the target is in the order of its classes: shuffle it before taking a part',
  ]);
  expect(transferWarnings({ source: [0, 1, 0, 3], target: [2, 5, 0, 2] })).toEqual([
    'the source has no example of class 2, 5',
  ]);
  expect(transferWarnings({ target: [3] })).toEqual(['the target has one example']);
  expect(transferWarnings({ target: [3, 3] })).toEqual(['the target has one class']);
});

test('one target example is enough to translate and to project, not to choose a ridge', () => {
  const [x, y] = [fromRows([Array.from(xt.row(0))]), fromRows([Array.from(yt.row(0))])];
  expect(gap(translate(source, x, y, { kernel }).predict(x), y)).toBeLessThan(1e-12);
  // Its ridge of 1e-6 keeps projection from interpolating exactly.
  expect(gap(project(source, x, y).predict(x), y)).toBeLessThan(1e-5);
  expect(() => safeTransfer(source, x, y, { kernel })).toThrow(
    'safeTransfer: x has one example; leaving one out',
  );
});

test('a class that the source has never seen is the kernel’s own there', () => {
  const labels = fromRows(Array.from({ length: 40 }, (_, i) => [ys.get(i, 0), ys.get(i, 1), 0]));
  const blind = kernelRegression(xs, labels, { kernel });
  const three = fromRows(Array.from({ length: 15 }, (_, i) => [yt.get(i, 0), yt.get(i, 1), yt.get(i, 0)]));
  const translated = translate(blind, xt, three, { kernel }).predict(z);
  const own = kernelRegression(xt, three, { kernel }).predict(z);
  for (let i = 0; i < z.rows; i++) expect(translated.get(i, 2)).toBeCloseTo(own.get(i, 2), 10);
});
