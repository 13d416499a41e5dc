import { checkFinite, checkInteger, checkMatrix, checkNonNegative, checkPositive } from '../check.js';
import { InputError } from '../errors.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import { gatherRows } from './gather-rows.js';
import { meanSquaredError } from './loss.js';
import { checkInputs, checkMlp, type Mlp } from './mlp.js';
import { MlpPass } from './mlp-pass.js';
import { sgdStep } from './sgd.js';

export interface TrainOptions {
  learningRate: number;
  epochs: number;
  /** Default n: full batch. The last batch of an epoch may be smaller. */
  batchSize?: number;
  /** λ of an added λ W in the gradient. */
  weightDecay?: number;
  /** Weights that stay as they are, by their number from 0. */
  frozen?: readonly number[];
  /** Gives the order of the samples, a new one each epoch; needed unless the batch is full. */
  random?: Random;
  /** After every epoch, with the mean loss of its batches, each before its update; training ends if it returns true. */
  onEpoch?: (epoch: { epoch: number; loss: number }) => boolean | void;
  step?: Step;
}

export interface Trained {
  /** Epochs that were begun. */
  epochs: number;
  /** Mean loss of the batches of the last epoch, each before its update. */
  loss: number;
  /** Whether the loss ceased to be finite: the weights are then those of the last epoch that went well. */
  diverged: boolean;
}

// Milliseconds between two calls of step.
const PAUSE = 50;

/**
 * Stochastic gradient descent on the mean squared error (1/(nc)) Σ (f(x) - y)², in place: W ← W - lr (∂L/∂W + λW).
 * x `(n, d)`, y `(n, c)`, both of the precision of the weights. Divergence is a result, not an error.
 * @throws InputError on shapes, precisions or numbers that do not fit.
 * @example
 * ```ts
 * const net = mlp({ widths: [1, 16, 1], random: new Random(0) });
 * const [x, y] = [fromRows([[1], [-1]]), fromRows([[1], [1]])];
 * const { loss } = await trainMlp(net, x, y, { learningRate: 0.1, epochs: 500 });
 * loss < 1e-6; // true
 * ```
 */
export async function trainMlp(net: Mlp, x: Matrix, y: Matrix, options: TrainOptions): Promise<Trained> {
  const { learningRate, epochs, batchSize = x.rows, weightDecay = 0, frozen = [], random } = options;
  check(net, x, y, { ...options, batchSize, weightDecay, frozen });
  const { weights } = net;
  const gradients = weights.map((w, l) =>
    frozen.includes(l) ? undefined : zeros(w.rows, w.cols, w.precision),
  );
  const pass = new MlpPass(net, batchSize);
  const batches = new Batches(x, y, batchSize);
  const good = weights.map((w) => w.clone());
  let [loss, paused] = [Infinity, performance.now()];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    loss = 0;
    const order = batchSize < x.rows ? random!.permutation(x.rows) : undefined;
    for (let from = 0; from < x.rows; from += batchSize) {
      const batch = batches.take(order, from);
      const outputs = pass.forward(batch.x);
      const delta = pass.outputGradient(batch.x.rows);
      loss += (meanSquaredError.evaluate(outputs.data, batch.y.data, delta.data) * batch.x.rows) / x.rows;
      pass.backward(batch.x, gradients);
      gradients.forEach((g, l) => g && sgdStep(weights[l].data, g.data, learningRate, weightDecay));
    }
    if (!Number.isFinite(loss) || !weights.every(isFinite)) {
      weights.forEach((w, l) => w.data.set(good[l].data));
      return { epochs: epoch, loss, diverged: true };
    }
    weights.forEach((w, l) => good[l].data.set(w.data));
    if (options.onEpoch?.({ epoch, loss })) return { epochs: epoch, loss, diverged: false };
    if (performance.now() - paused > PAUSE) {
      await options.step?.(epoch, epochs);
      paused = performance.now();
    }
  }
  return { epochs, loss, diverged: false };
}

/** Batches of the rows in a given order, copied to storage of their own; without an order all rows, not copied. */
class Batches {
  readonly #x: Matrix;
  readonly #y: Matrix;
  readonly #most: number;
  readonly #into: { x: Matrix; y: Matrix };

  constructor(x: Matrix, y: Matrix, most: number) {
    [this.#x, this.#y, this.#most] = [x, y, most];
    this.#into = { x: zeros(most, x.cols, x.precision), y: zeros(most, y.cols, y.precision) };
  }

  take(order: Int32Array | undefined, from: number): { x: Matrix; y: Matrix } {
    if (order === undefined) return { x: this.#x, y: this.#y };
    const rows = order.subarray(from, from + this.#most);
    return { x: gatherRows(this.#x, rows, this.#into.x), y: gatherRows(this.#y, rows, this.#into.y) };
  }
}

function isFinite({ data }: Matrix): boolean {
  // A sum is finite only if every term is; weights are far below the range in which a finite sum overflows.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += Math.abs(data[i]);
  return Number.isFinite(sum);
}

function check(
  net: Mlp,
  x: Matrix,
  y: Matrix,
  options: TrainOptions & { batchSize: number; weightDecay: number; frozen: readonly number[] },
): void {
  const fn = 'trainMlp';
  checkMlp(fn, net);
  checkInputs(fn, net, x);
  checkMatrix(fn, 'y', y, { rows: x.rows, cols: net.weights.at(-1)!.rows });
  if (y.precision !== x.precision) {
    throw new InputError(fn, 'y', `is ${y.precision}`, `x is ${x.precision}; convert one of them`);
  }
  checkFinite(fn, 'y', y.data);
  checkPositive(fn, 'learningRate', options.learningRate);
  checkNonNegative(fn, 'weightDecay', options.weightDecay);
  checkInteger(fn, 'epochs', options.epochs, 1);
  checkInteger(fn, 'batchSize', options.batchSize, 1);
  if (options.batchSize > x.rows) {
    throw new InputError(fn, 'batchSize', `is ${options.batchSize}`, `there are ${x.rows} samples`);
  }
  if (options.batchSize < x.rows && options.random === undefined) {
    throw new InputError(fn, 'random', 'is missing', 'batches are drawn by it; give one, or the full batch');
  }
  for (const l of options.frozen) {
    if (!Number.isInteger(l) || l < 0 || l >= net.weights.length) {
      throw new InputError(
        fn,
        'frozen',
        `has ${String(l)}`,
        `weights go from 0 to ${net.weights.length - 1}`,
      );
    }
  }
}
