import { describe, expect, it } from 'vitest';
import { fromRows, identity, Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import type { ActivationName } from 'agop/nets/activations';
import { meanSquaredError } from 'agop/nets/loss';
import { copyMlp, mlp, type Mlp, predict } from 'agop/nets/mlp';
import { mlpJacobians } from 'agop/nets/mlp-jacobians';
import { MlpPass } from 'agop/nets/mlp-pass';
import { trainMlp } from 'agop/nets/train-mlp';

const names: ActivationName[] = ['relu', 'tanh', 'sigmoid', 'leakyRelu', 'sine', 'linear'];
const cases = names.flatMap((name) => [1, 2, 3].map((hidden) => [name, hidden] as const));

function problem(activation: ActivationName, hidden: number, n = 6) {
  const random = new Random(hidden);
  const widths = [4, ...[5, 3, 6].slice(0, hidden), 2];
  const net = mlp({ widths, activation, random, init: { scale: 2 } });
  return { net, x: random.normalMatrix(n, 4), y: random.normalMatrix(n, 2) };
}

const loss = (net: Mlp, x: Matrix, y: Matrix): number => {
  const outputs = predict(net, x);
  return meanSquaredError.evaluate(outputs.data, y.data, new Float64Array(y.data.length));
};

describe('a network', () => {
  it('is the product of its weights when its activation is linear', () => {
    const { net, x } = problem('linear', 2);
    const [a, b, c] = net.weights.map((w) => w.toRows());
    const by = (rows: number[][], v: number[]): number[] =>
      rows.map((row) => row.reduce((sum, w, k) => sum + w * v[k], 0));
    const want = x.toRows().map((row) => by(c, by(b, by(a, row))));
    // Five products of numbers near 1: rounding of some 1e-15.
    predict(net, x)
      .toRows()
      .forEach((row, i) => row.forEach((value, k) => expect(value).toBeCloseTo(want[i][k], 13)));
  });

  it('starts uniformly within 1/√fan_in, or normally with the deviation asked for, layer by layer', () => {
    const net = mlp({ widths: [100, 200, 50], init: [{ std: 0.01 }, undefined], random: new Random(0) });
    const [first, second] = net.weights.map((w) => w.data);
    const rms = (a: ArrayLike<number>): number =>
      Math.sqrt(Array.from(a).reduce((sum, v) => sum + v * v, 0) / a.length);
    // Deviations of the estimates are 1/√(2·20 000) = 0.5 % and 1/√10 000 · 0.45: five of each.
    expect(Math.abs(rms(first) / 0.01 - 1)).toBeLessThan(0.025);
    expect(Math.abs(rms(second) * Math.sqrt(3 * 200) - 1)).toBeLessThan(0.025);
    expect(Math.max(...second.map(Math.abs))).toBeLessThan(1 / Math.sqrt(200));
  });

  it('keeps the start of its other layers when one grows', () => {
    const [small, large] = [8, 16].map((k) => mlp({ widths: [3, 5, k], random: new Random(7) }));
    expect(small.weights[0].data).toEqual(large.weights[0].data);
  });
});

describe('backpropagation', () => {
  it.each(cases)('through %s with %i hidden layers agrees with central differences', (activation, hidden) => {
    const { net, x, y } = problem(activation, hidden);
    const gradients = net.weights.map((w) => zeros(w.rows, w.cols));
    const pass = new MlpPass(net, x.rows);
    meanSquaredError.evaluate(pass.forward(x).data, y.data, pass.outputGradient(x.rows).data);
    pass.backward(x, gradients);
    const h = 1e-6;
    for (const [l, { data }] of net.weights.entries()) {
      for (let i = 0; i < data.length; i++) {
        const kept = data[i];
        data[i] = kept + h;
        const above = loss(net, x, y);
        data[i] = kept - h;
        const below = loss(net, x, y);
        data[i] = kept;
        // Central differences of step 1e-6 of a loss near 10: up to 2e-15 / 2e-6 of rounding in each of its terms.
        expect(Math.abs(gradients[l].data[i] - (above - below) / (2 * h))).toBeLessThan(1e-8);
      }
    }
  });

  it.each(names)(
    'gives Jacobians by the input of each layer of %s, as central differences do',
    (activation) => {
      const { net, x } = problem(activation, 2, 3);
      for (const { layer, jacobian } of mlpJacobians(net, x)) {
        const inputs = layer === 0 ? x : new MlpPass(net, x.rows);
        if (inputs instanceof MlpPass) inputs.forward(x);
        const input = (inputs instanceof MlpPass ? inputs.input(x, layer) : inputs).clone();
        const rest = { weights: net.weights.slice(layer), activation };
        for (let p = 0; p < x.rows; p++) {
          for (let k = 0; k < input.cols; k++) {
            const [above, below] = [1e-6, -1e-6].map((h) => {
              const moved = input.clone();
              moved.set(p, k, moved.get(p, k) + h);
              return predict(rest, moved).row(p);
            });
            for (let o = 0; o < 2; o++) {
              const want = (above[o] - below[o]) / 2e-6;
              expect(Math.abs(jacobian.get(p, o * input.cols + k) - want)).toBeLessThan(1e-8);
            }
          }
        }
      }
    },
  );
});

describe('training', () => {
  it('takes the step that is computed by hand, weight decay added to the gradient', async () => {
    const net: Mlp = { weights: [fromRows([[2]]), fromRows([[3]])], activation: 'linear' };
    // f = 3·2·1 = 6, target 5: ∂L/∂f = 2, so ∂L/∂w₁ = 6 and ∂L/∂w₂ = 4.
    const options = { learningRate: 0.1, epochs: 1, weightDecay: 0.5 };
    const result = await trainMlp(net, fromRows([[1]]), fromRows([[5]]), options);
    expect(net.weights[0].data[0]).toBeCloseTo(2 - 0.1 * (6 + 0.5 * 2), 14);
    expect(net.weights[1].data[0]).toBeCloseTo(3 - 0.1 * (4 + 0.5 * 3), 14);
    expect(result).toEqual({ epochs: 1, loss: 1, diverged: false });
  });

  it('in batches takes each sample once an epoch, a smaller last batch included', async () => {
    const net: Mlp = { weights: [fromRows([[0]])], activation: 'linear' };
    const [x, y] = [fromRows([[1], [1], [1], [1], [1]]), fromRows([[1], [1], [1], [1], [1]])];
    await trainMlp(net, x, y, { learningRate: 0.25, epochs: 1, batchSize: 2, random: new Random(0) });
    // Three steps, each halving the distance to 1.
    expect(net.weights[0].data[0]).toBeCloseTo(1 - 1 / 8, 14);
  });

  it('gives the same weights for the same seed, to the bit, and others for another order', async () => {
    const { net, x, y } = problem('relu', 2);
    const train = async (seed: number): Promise<unknown> => {
      const copy = copyMlp(net);
      const random = new Random(seed);
      await trainMlp(copy, x, y, { learningRate: 0.1, epochs: 5, batchSize: 2, random });
      return copy.weights.map((w) => Array.from(w.data));
    };
    expect(await train(1)).toEqual(await train(1));
    expect(await train(1)).not.toEqual(await train(2));
  });

  it('leaves frozen layers alone and trains the others as if all were trained, for one step', async () => {
    const { net, x, y } = problem('tanh', 2);
    const [free, held] = [copyMlp(net), copyMlp(net)];
    await trainMlp(free, x, y, { learningRate: 0.1, epochs: 1 });
    await trainMlp(held, x, y, { learningRate: 0.1, epochs: 1, frozen: [1, 2] });
    expect(held.weights[0].data).toEqual(free.weights[0].data);
    expect(held.weights[1].data).toEqual(net.weights[1].data);
    expect(held.weights[2].data).toEqual(net.weights[2].data);
  });

  it('in float32 follows float64', async () => {
    const { net, x, y } = problem('relu', 2);
    const single = copyMlp(net, 'float32');
    const rounded = ({ rows, cols, data }: Matrix): Matrix => new Matrix(rows, cols, Float32Array.from(data));
    const options = { learningRate: 0.05, epochs: 20 };
    await trainMlp(net, x, y, options);
    await trainMlp(single, rounded(x), rounded(y), options);
    // Twenty small steps, each rounding to 6e-8.
    for (const [l, w] of net.weights.entries()) {
      w.data.forEach((value, i) => expect(Math.abs(single.weights[l].data[i] - value)).toBeLessThan(1e-5));
    }
  });

  it('that diverges stops, says so and leaves finite weights', async () => {
    const { net, x, y } = problem('linear', 2);
    const result = await trainMlp(net, x, y, { learningRate: 100, epochs: 50 });
    expect(result.diverged).toBe(true);
    expect(result.epochs).toBeLessThan(50);
    for (const w of net.weights) expect(w.data.every(Number.isFinite)).toBe(true);
  });

  it('fits a linear map by a linear layer, and stops when onEpoch says so', async () => {
    const net = mlp({ widths: [3, 3], activation: 'linear', random: new Random(0) });
    const x = new Random(1).normalMatrix(50, 3);
    const result = await trainMlp(net, x, x, {
      learningRate: 0.5,
      epochs: 2000,
      onEpoch: ({ loss }) => loss < 1e-20,
    });
    expect(result.epochs).toBeLessThan(2000);
    // A mean squared error of 1e-20 leaves the weights within a few 1e-10.
    identity(3).data.forEach((want, i) => expect(Math.abs(net.weights[0].data[i] - want)).toBeLessThan(1e-9));
  });
});
