import { cosine, mlpAgops } from 'agop/features/nfa';
import { eigh } from 'agop/linalg/eigh';
import { gram } from 'agop/linalg/gram';
import type { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { topEigenpairs } from 'agop/linalg/top-eigenpairs';
import type { ActivationName } from 'agop/nets/activations';
import { batchOrder } from 'agop/nets/batch-order';
import { criticalLearningRate } from 'agop/nets/critical-learning-rate';
import { logisticLoss } from 'agop/nets/loss';
import { copyMlp, mlp, type Mlp, predict } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { spectralSplit } from 'agop/nets/spectral-split';
import { tangentKernel } from 'agop/nets/tangent-kernel';
import { trajectory } from 'agop/nets/trajectory';
import { expect, test } from 'vitest';

const random = new Random(0);
const x = random.normalMatrix(7, 5);
const y = Float64Array.from({ length: 7 }, (_, i) => x.get(i, 0) * x.get(i, 1));
const network = (activation: ActivationName): Mlp =>
  mlp({ widths: [5, 11, 9, 1], parametrisation: 'ntk', activation, random: new Random(1) });

/** ∂f(x_i)/∂w by central differences, one row a sample. */
function jacobian(net: Mlp, points: Matrix): number[][] {
  const columns: number[][] = [];
  const h = 1e-5;
  for (const w of net.weights) {
    for (let k = 0; k < w.data.length; k++) {
      const kept = w.data[k];
      w.data[k] = kept + h;
      const up = predict(net, points).data;
      w.data[k] = kept - h;
      const down = predict(net, points).data;
      w.data[k] = kept;
      columns.push(Array.from(up, (value, i) => (value - down[i]) / (2 * h)));
    }
  }
  return Array.from({ length: points.rows }, (_, i) => columns.map((column) => column[i]));
}

const inner = (a: number[], b: number[]): number => a.reduce((sum, value, k) => sum + value * b[k], 0);

test.each(['relu', 'tanh', 'swish', 'sigmoid', 'sine'] as const)(
  'the tangent kernel of a %s network is J Jᵀ of finite differences',
  (activation) => {
    const net = network(activation);
    const other = new Random(2).normalMatrix(3, 5);
    const [j, k] = [jacobian(net, x), jacobian(net, other)];
    const [own, cross] = [tangentKernel(net, x), tangentKernel(net, x, other)];
    // Central differences of step 1e-5 are good to about 1e-9.
    for (let a = 0; a < 7; a++) {
      for (let b = 0; b < 7; b++) expect(own.get(a, b)).toBeCloseTo(inner(j[a], j[b]), 6);
      for (let b = 0; b < 3; b++) expect(cross.get(a, b)).toBeCloseTo(inner(j[a], k[b]), 6);
    }
  },
);

test('the kernel of some rows is that part of the whole kernel', () => {
  const model = networkModel(network('relu'), x);
  const [whole, part] = [model.tangentKernel(), model.tangentKernel({ rows: Int32Array.of(4, 1) })];
  expect(part.get(0, 1)).toBeCloseTo(whole.get(4, 1), 12);
  expect(part.get(1, 1)).toBeCloseTo(whole.get(1, 1), 12);
});

test('the largest eigenpairs are those of the whole decomposition', () => {
  const a = gram(new Random(3).normalMatrix(60, 80));
  const { values, vectors } = topEigenpairs(a, 4);
  const all = eigh(a);
  for (let i = 0; i < 4; i++) {
    expect(values[i]).toBeCloseTo(all.values[59 - i], 9);
    let product = 0;
    for (let k = 0; k < 60; k++) product += vectors.get(i, k) * all.vectors.get(k, 59 - i);
    expect(Math.abs(product)).toBeCloseTo(1, 9);
  }
});

test('the whole spectrum holds the whole loss', () => {
  const k = tangentKernel(network('relu'), x);
  const within = spectralSplit(topEigenpairs(k, 7), y);
  expect(within[6]).toBeCloseTo(y.reduce((sum, value) => sum + value * value, 0) / 7, 12);
});

test('a step below the critical rate lowers the loss, one far above raises it', () => {
  for (const [ratio, rises] of [
    [0.5, false],
    [3, true],
  ] as const) {
    const net = network('relu');
    const learningRate = ratio * criticalLearningRate(tangentKernel(net, x));
    const [before, after] = trajectory(networkModel(net, x), y, { learningRate, steps: 1 });
    expect(after.loss > before.loss).toBe(rises);
  }
});

test('a full batch in any order is gradient descent', () => {
  const run = (batches?: Iterable<Int32Array>): number[] =>
    Array.from(
      trajectory(networkModel(network('relu'), x), y, { learningRate: 0.1, steps: 5, batches }),
      ({ loss }) => loss,
    );
  const [descent, batched] = [run(), run(batchOrder(7, 7, new Random(0)))];
  descent.forEach((loss, t) => expect(batched[t]).toBeCloseTo(loss, 12));
});

test('divergence ends a run with a flag', () => {
  const net = network('tanh');
  const states = [...trajectory(networkModel(net, x), y, { learningRate: 1e6, steps: 100, watch: 1 })];
  expect(states.at(-1)!.diverged).toBe(true);
  expect(states.length).toBeLessThan(100);
});

test('the derivative of the logistic loss is that of finite differences, and large margins do not overflow', () => {
  const f = Float64Array.of(0.3, -2, 800, -800);
  const labels = Float64Array.of(1, -1, 1, 1);
  const gradient = new Float64Array(4);
  expect(logisticLoss.evaluate(f, labels, gradient)).toBeCloseTo(200.17, 1);
  for (let i = 0; i < 2; i++) {
    const at = (shift: number): number => {
      const moved = f.slice();
      moved[i] += shift;
      return logisticLoss.evaluate(moved, labels, new Float64Array(4));
    };
    expect((at(1e-6) - at(-1e-6)) / 2e-6).toBeCloseTo(gradient[i], 6);
  }
});

test('a scaled network is the network whose weights carry the scales', () => {
  const net = network('relu');
  const plain = copyMlp(net);
  plain.weights.forEach((w, l) => w.data.forEach((value, i) => (w.data[i] = value * net.scales![l])));
  const standard = { weights: plain.weights, activation: plain.activation };
  const [a, b] = [predict(net, x), predict(standard, x)];
  a.data.forEach((value, i) => expect(value).toBeCloseTo(b.data[i], 12));
  expect(cosine(mlpAgops(net, x)[0].plain, mlpAgops(standard, x)[0].plain)).toBeCloseTo(1, 12);
});

test('a step after the kernel was looked at is the step without', () => {
  for (const activation of ['relu', 'tanh'] as const) {
    for (const rows of [undefined, Int32Array.of(4, 1, 6)]) {
      const [watched, plain] = [network(activation), network(activation)];
      const gradient = Float64Array.from({ length: rows?.length ?? 7 }, (_, i) => Math.sin(i + 1));
      for (const net of [watched, plain]) {
        const model = networkModel(net, x);
        // The second step must not take the deltas of the first.
        for (let step = 0; step < 2; step++) {
          model.outputs(rows);
          if (net === watched && step === 0) model.tangentKernel({ rows, seen: true });
          model.step(gradient, 0.1);
        }
      }
      watched.weights.forEach(({ data }, l) =>
        data.forEach((value, i) => expect(value).toBeCloseTo(plain.weights[l].data[i], 12)),
      );
    }
  }
});
