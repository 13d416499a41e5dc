import { engineInfo, useEngine } from 'agop/linalg/engine';
import { Random } from 'agop/linalg/random';
import { heap } from 'agop/elementwise/heap';
import type { ActivationName } from 'agop/nets/activations';
import { descendOnBatches } from 'agop/nets/descend-on-batches';
import { logisticLoss, type Loss, meanSquaredError } from 'agop/nets/loss';
import { copyMlp, mlp, type Mlp } from 'agop/nets/mlp';
import { networkModel } from 'agop/nets/network-model';
import { trajectory } from 'agop/nets/trajectory';
import { afterEach, expect, test } from 'vitest';

const random = new Random(0);
const x = random.normalMatrix(40, 7);
const y = Float64Array.from({ length: 40 }, (_, i) => Math.sign(x.get(i, 0) * x.get(i, 1)));
const draw = (b: number): Int32Array =>
  Int32Array.from({ length: b }, () => Math.floor(40 * random.uniform()));

/** The same steps by `outputs` and `step`, which are products of matrices alone. */
function plainly(net: Mlp, batches: Int32Array[], loss: Loss, rate: number): void {
  const model = networkModel(net, x);
  for (const rows of batches) {
    const gradient = new Float64Array(rows.length);
    loss.evaluate(
      model.outputs(rows),
      Float64Array.from(rows, (row) => y[row]),
      gradient,
    );
    model.step(gradient, rate);
  }
}

function gap(a: Mlp, b: Mlp): number {
  return Math.max(
    ...a.weights.flatMap((w, l) => Array.from(w.data, (v, i) => Math.abs(v - b.weights[l].data[i]))),
  );
}

/** A caller's own. */
const cubic: Loss = {
  evaluate(outputs, targets, gradient) {
    let sum = 0;
    outputs.forEach((output, i) => {
      const miss = Math.abs(output - targets[i]);
      sum += miss ** 3 / outputs.length;
      gradient[i] = (3 * miss * (output - targets[i])) / outputs.length;
    });
    return sum;
  },
};

const cases: [ActivationName, number[], string, Loss][] = [
  ['relu', [7, 9, 1], 'squared', meanSquaredError],
  ['relu', [7, 16, 11, 1], 'squared', meanSquaredError],
  ['relu', [7, 5, 8, 3, 1], 'logistic', logisticLoss],
  ['tanh', [7, 9, 10, 1], 'squared', meanSquaredError],
  ['swish', [7, 6, 1], 'logistic', logisticLoss],
  ['sigmoid', [7, 6, 4, 1], 'logistic', logisticLoss],
  ['sine', [7, 9, 1], 'cubic', cubic],
  ['linear', [7, 5, 3, 1], 'squared', meanSquaredError],
  ['relu', [7, 3, 5, 1], 'cubic', cubic],
  ['leakyRelu', [7, 1, 1], 'squared', meanSquaredError],
];
const { engine } = engineInfo();
const engines = engine === 'native' ? (['native', 'portable'] as const) : (['portable'] as const);
afterEach(() => useEngine(engine));

test.each(engines.flatMap((name) => cases.map((one) => [name, ...one] as const)))(
  '%s: %s steps of widths %j on few samples are those of products, with the %s loss',
  (name, activation, widths, _, loss) => {
    useEngine(name);
    for (const sizes of [[1, 1, 1], [2, 2, 2, 2], [8, 3, 32, 1], [40], [17, 31, 5]]) {
      const batches = sizes.map(draw);
      const net = mlp({ widths, activation, parametrisation: 'ntk', random: new Random(1) });
      const [ours, other] = [copyMlp(net), copyMlp(net)];
      descendOnBatches(ours, batches, { x, y, learningRate: 0.1, loss });
      plainly(other, batches, loss, 0.1);
      expect(gap(net, ours)).toBeGreaterThan(1e-3);
      // A few steps of sums in another order.
      expect(gap(ours, other)).toBeLessThan(1e-13);
    }
  },
);

test('the heap is as full after the steps as before, and no batches move nothing', () => {
  const net = mlp({ widths: [7, 4, 1], parametrisation: 'ntk', random: new Random(2) });
  const before = heap.used;
  const kept = copyMlp(net);
  descendOnBatches(net, [], { x, y, learningRate: 0.1, loss: meanSquaredError });
  expect(gap(net, kept)).toBe(0);
  descendOnBatches(net, [draw(4)], { x, y, learningRate: 0.1, loss: meanSquaredError });
  expect(heap.used).toBe(before);
});

test('a run that looks at every step ends where one that looks rarely does', () => {
  const batches = Array.from({ length: 24 }, () => draw(3));
  const end = (every: number): number => {
    const net = mlp({ widths: [7, 12, 1], parametrisation: 'ntk', random: new Random(3) });
    return [...trajectory(networkModel(net, x), y, { learningRate: 0.05, steps: 24, batches, every })].at(-1)!
      .loss;
  };
  expect(end(1)).toBeCloseTo(end(24), 12);
  expect(end(7)).toBeCloseTo(end(24), 12);
});

test('steps that diverge end in numbers that are not finite, which a run reports', () => {
  const net = mlp({ widths: [7, 12, 1], parametrisation: 'ntk', random: new Random(4) });
  const batches = Array.from({ length: 400 }, () => draw(2));
  const states = [
    ...trajectory(networkModel(net, x), y, { learningRate: 1e3, steps: 400, batches, every: 100 }),
  ];
  expect(states.at(-1)!.diverged).toBe(true);
});
