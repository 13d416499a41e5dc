import type { Random } from '../../linalg/random.js';
import { batchOrder } from '../../nets/batch-order.js';
import { type Loss, meanSquaredError } from '../../nets/loss.js';
import { MlpPass } from '../../nets/mlp-pass.js';
import { networkModel } from '../../nets/network-model.js';
import { optimiser, type OptimiserName } from '../../nets/optimisers/optimisers.js';
import { type BatchStep, trajectory } from '../../nets/trajectory.js';
import { gatherRows } from '../../nets/gather-rows.js';
import { allocate, zeros } from '../../linalg/matrix.js';
import type { Task } from './tasks.js';

export interface StochasticRun {
  steps: number;
  loss: number;
  diverged: boolean;
  batches: BatchStep[];
}

export interface StochasticOptions {
  learningRate: number;
  /** b; n is full batch. */
  batch: number;
  /** The loss over all points at which the run ends. */
  tolerance: number;
  most: number;
  random: Random;
  watchBatches?: boolean;
  loss?: Loss;
}

/** Mini-batch gradient descent until the loss over all points, looked at four times an epoch, is small. */
export function stochasticRun({ net, train }: Task, options: StochasticOptions): StochasticRun {
  const { learningRate, batch, tolerance, most, random, watchBatches, loss } = options;
  const n = train.x.rows;
  const run = trajectory(networkModel(net, train.x), train.y, {
    learningRate,
    steps: most,
    every: Math.max(1, Math.floor(n / (4 * batch))),
    // The full batch in its own order is gradient descent.
    batches: batch === n && watchBatches !== true ? undefined : batchOrder(n, batch, random),
    stopAt: tolerance,
    watchBatches,
    loss,
  });
  const result: StochasticRun = { steps: 0, loss: Infinity, diverged: false, batches: [] };
  for (const state of run) {
    Object.assign(result, { steps: state.step, loss: state.loss, diverged: state.diverged });
    result.batches.push(...state.batches);
  }
  return result;
}

/** The same with a named first-order method. */
export function optimiserRun(
  { net, train }: Task,
  { method, ...options }: Omit<StochasticOptions, 'watchBatches' | 'loss'> & { method: OptimiserName },
): { steps: number; loss: number } {
  const { learningRate, batch, tolerance, most, random } = options;
  const [n, pass] = [train.x.rows, new MlpPass(net, train.x.rows)];
  const gradients = net.weights.map(({ rows, cols }) => zeros(rows, cols));
  const update = optimiser(
    method,
    net.weights.map(({ data }) => data),
    { learningRate },
  );
  const [into, slope] = [zeros(batch, train.x.cols), allocate(n)];
  const targets = new Float64Array(batch);
  const every = Math.max(1, Math.floor(n / (4 * batch)));
  let [steps, loss] = [0, Infinity];
  for (const rows of batchOrder(n, batch, random)) {
    if (steps % every === 0) {
      loss = meanSquaredError.evaluate(pass.forward(train.x).data, train.y, slope);
      if (loss <= tolerance || !(loss < 1e8) || steps >= most) break;
    }
    const x = gatherRows(train.x, rows, into);
    rows.forEach((row, i) => (targets[i] = train.y[row]));
    meanSquaredError.evaluate(pass.forward(x).data, targets, pass.outputGradient(batch).data);
    pass.backward(x, gradients);
    update(gradients.map(({ data }) => data));
    steps++;
  }
  return { steps, loss };
}
