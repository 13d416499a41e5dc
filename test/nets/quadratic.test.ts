import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { copyMlp, mlp, predict } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { jetLinear } from 'agop/nets/quadratic/jet-linear';
import { jetForward, jetSamples } from 'agop/nets/quadratic/jet-pass';
import { jetQuadratic } from 'agop/nets/quadratic/jet-quadratic';
import { normalisedRun } from 'agop/nets/quadratic/one-example-map';
import { twoLayerModels, twoLayerStart } from 'agop/nets/quadratic/two-layer-models';
import { trajectory } from 'agop/nets/trajectory';
import { expect, test } from 'vitest';

const random = new Random(0);
const x = random.normalMatrix(6, 4);
const y = Float64Array.from({ length: 6 }, (_, i) => x.get(i, 0));
const losses = (model: Parameters<typeof trajectory>[0], learningRate: number): number[] =>
  Array.from(trajectory(model, y, { learningRate, steps: 12 }), ({ loss }) => loss);

test.each(['tanh', 'swish', 'sigmoid', 'sine'] as const)(
  'what the quadratic model of a %s network leaves out is of third order',
  (activation) => {
    const net = mlp({ widths: [4, 8, 6, 1], parametrisation: 'ntk', activation, random: new Random(1) });
    const change = net.weights.map(({ rows, cols }) => new Random(2).normalMatrix(rows, cols));
    const at = jetSamples(net, x);
    const remainder = (t: number): number => {
      const moved = copyMlp(net);
      const scaled = change.map(
        ({ rows, cols, data }) => new Matrix(rows, cols, data.map((v) => t * v) as Float64Array),
      );
      moved.weights.forEach((w, l) => w.data.forEach((value, i) => (w.data[i] = value + scaled[l].data[i])));
      const [f, quadratic] = [predict(moved, x).data, jetForward(net, scaled, at).outputs];
      return Math.hypot(...f.map((value, i) => value - quadratic[i]));
    };
    // Halving the step divides a third-order remainder by 8; the fourth order moves that by a few per cent.
    expect(remainder(0.02) / remainder(0.01)).toBeGreaterThan(7);
    expect(remainder(0.02) / remainder(0.01)).toBeLessThan(9);
  },
);

test('frozen gates and jets are one model, and so are the linear ones', () => {
  const { u0, v0 } = twoLayerStart(30, 4, new Random(3));
  const closed = twoLayerModels({ u0, v0, x });
  const net = {
    weights: [u0, new Matrix(1, 30, v0)],
    activation: 'relu' as const,
    scales: [1, 1 / Math.sqrt(30 * 4)],
  };
  for (const [a, b] of [
    [closed.quadratic(), jetQuadratic(net, x)],
    [closed.linear(), jetLinear(net, x)],
    [closed.network(), networkModel(copyMlp(net), x)],
  ]) {
    const [one, other] = [losses(a, 1.5), losses(b, 1.5)];
    one.forEach((loss, t) => expect(other[t] / loss).toBeCloseTo(1, 9));
    const [p, q] = [a.predict(random.normalMatrix(3, 4)), b.predict(x)];
    expect(p.length).toBe(3);
    a.predict(x).forEach((value: number, i: number) => expect(value).toBeCloseTo(q[i], 9));
    const rows = Int32Array.of(5, 0, 2);
    const [k, whole] = [a.tangentKernel({ rows }), a.tangentKernel()];
    expect(k.get(0, 2)).toBeCloseTo(whole.get(5, 2), 10);
  }
});

test('mini-batches step the Taylor models by the rows that they name', () => {
  const { u0, v0 } = twoLayerStart(20, 4, new Random(4));
  const net = {
    weights: [u0, new Matrix(1, 20, v0)],
    activation: 'relu' as const,
    scales: [1, 1 / Math.sqrt(20 * 4)],
  };
  const closed = twoLayerModels({ u0, v0, x });
  const batches = [Int32Array.of(3, 1), Int32Array.of(0, 5), Int32Array.of(2, 4)];
  const run = (model: Parameters<typeof trajectory>[0]): number[] =>
    Array.from(trajectory(model, y, { learningRate: 0.3, steps: 3, batches }), ({ loss }) => loss);
  const pairs = [
    [closed.quadratic(), jetQuadratic(net, x)],
    [closed.linear(), jetLinear(net, x)],
    [closed.network(), networkModel(copyMlp(net), x)],
  ];
  for (const [a, b] of pairs) {
    const other = run(b);
    run(a).forEach((loss, t) => expect(other[t] / loss).toBeCloseTo(1, 9));
  }
});

test('the thresholds of the map are sharp', () => {
  expect(normalisedRun({ u: 1e-8, v: 1.99 }).peak).toBe(1e-8);
  expect(normalisedRun({ u: 1e-8, v: 2.01 }).peak).toBeGreaterThan(1e-6);
  expect(normalisedRun({ u: 1e-8, v: 3.99 }).diverged).toBe(false);
  expect(normalisedRun({ u: 1e-8, v: 4.01 }).diverged).toBe(true);
});
