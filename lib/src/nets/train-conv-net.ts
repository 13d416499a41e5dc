import { checkFinite, checkInteger, checkMatrix, checkSamePrecision } from '../check.js';
import { startWorkers } from '../elementwise/pool.js';
import { InputError } from '../errors.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import { batchOrder } from './batch-order.js';
import { checkConvImages, type ConvNet } from './conv-net.js';
import { ConvPass } from './conv-pass.js';
import { gatherRows } from './gather-rows.js';
import { HeapArrays } from './heap-arrays.js';
import type { Loss } from './loss.js';
import { optimiser, type OptimiserName } from './optimisers/optimisers.js';

export interface TrainConvNetOptions {
  loss: Loss;
  /** Default adam. */
  method?: OptimiserName;
  learningRate: number;
  batchSize: number;
  epochs: number;
  /** Orders the images anew each epoch; those that fill no batch wait for the next one. */
  random: Random;
  /** After every epoch, with the mean loss of its batches, each before its update; training ends if it returns true. */
  onEpoch?: (epoch: { epoch: number; loss: number }) => boolean | void;
  step?: Step;
}

/**
 * Mini-batch training in place; x `(n, channels · height · width)`, y `(n, c)`, of the precision of the weights.
 * Returns the mean loss of the last epoch's batches.
 * @throws InputError on shapes, precisions or numbers that do not fit.
 * @example
 * ```ts
 * const random = new Random(0);
 * const image = { channels: 1, height: 6, width: 6 };
 * const net = convNet({ image, layers: [{ filters: 4, patch: 3 }], outputs: 1, random });
 * const [x, y] = [random.normalMatrix(20, 36), random.normalMatrix(20, 1)];
 * const loss = await trainConvNet(
 *   net,
 *   { x, y },
 *   { loss: meanSquaredError, learningRate: 0.1, epochs: 200, batchSize: 20, random },
 * );
 * loss < 0.1; // true
 * ```
 */
export async function trainConvNet(
  net: ConvNet,
  { x, y }: { x: Matrix; y: Matrix },
  options: TrainConvNetOptions,
): Promise<number> {
  const { loss, method = 'adam', learningRate, batchSize, epochs, random, onEpoch, step } = options;
  const fn = 'trainConvNet';
  checkConvImages(fn, net, x);
  checkMatrix(fn, 'y', y, { rows: x.rows, cols: net.head.rows });
  checkSamePrecision(fn, { x, y });
  checkFinite(fn, 'y', y.data);
  checkInteger(fn, 'epochs', epochs, 1);
  checkInteger(fn, 'batchSize', batchSize, 1);
  if (batchSize > x.rows)
    throw new InputError(fn, 'batchSize', `is ${batchSize}`, `there are ${x.rows} images`);
  // Steps follow each other without a turn of the event loop, and workers that are not up by then would never be.
  await startWorkers();
  // In the kernels' heap while it is trained.
  const arrays = new HeapArrays(x.precision);
  const weights = [...net.weights, net.head];
  const [own, gradients] = [0, 1].map(() => weights.map(({ rows, cols }) => arrays.matrix(rows, cols)));
  own.forEach(({ data }, l) => data.set(weights[l].data));
  const parts = gradients.map(({ data }) => data);
  const update = optimiser(
    method,
    own.map(({ data }) => data),
    { learningRate, arrays },
  );
  const pass = new ConvPass({ ...net, weights: own.slice(0, -1), head: own[own.length - 1] }, batchSize);
  const takeBack = (): void => weights.forEach(({ data }, l) => data.set(own[l].data));
  const into = { x: zeros(batchSize, x.cols, x.precision), y: zeros(batchSize, y.cols, x.precision) };
  const delta = zeros(batchSize, y.cols, x.precision);
  const batches = batchOrder(x.rows, batchSize, random)[Symbol.iterator]();
  const steps = Math.floor(x.rows / batchSize);
  let mean = NaN;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      mean = 0;
      for (let k = 0; k < steps; k++) {
        const rows = batches.next().value as Int32Array;
        const outputs = pass.forward(gatherRows(x, rows, into.x));
        mean += loss.evaluate(outputs.data, gatherRows(y, rows, into.y).data, delta.data) / steps;
        pass.backward(delta, gradients);
        update(parts);
      }
      takeBack();
      if (onEpoch?.({ epoch, loss: mean })) break;
      await step?.(epoch, epochs);
    }
  } finally {
    pass.free();
    arrays.free();
  }
  return mean;
}
