import { checkFinite, checkInteger, checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';
import { rowView } from '../../linalg/row-view.js';
import type { Step } from '../../step.js';
import { momentum as momentumOf } from '../optimisers/momentum.js';
import { type Autoencoder, autoencoderArrays, AutoencoderPass } from './autoencoder.js';

export interface TrainAutoencoderOptions {
  learningRate: number;
  epochs: number;
  /** Rows of x a batch, in their order: the paper's code does not shuffle. Default n. */
  batchSize?: number;
  /** μ of PyTorch's SGD. Default 0. */
  momentum?: number;
  /** After every epoch, with the mean loss of its batches, each before its update. */
  onEpoch?: (epoch: number, loss: number) => void;
  step?: Step;
}

/**
 * SGD with momentum on (1/(nd)) Σ |f(x) - x|², in place, batches in the order of the rows; the loss of the last epoch.
 * It is NaN or infinite where the run diverged, which is a result, not an error.
 * @throws InputError on shapes or numbers that do not fit.
 * @example
 * ```ts
 * const net = autoencoder({ inputs: 3, hidden: 3, activation: 'linear', random: new Random(0) });
 * const x = new Random(1).normalMatrix(10, 3);
 * const first = await trainAutoencoder(net, x, { learningRate: 0.1, epochs: 1 });
 * const last = await trainAutoencoder(net, x, { learningRate: 0.1, epochs: 100 });
 * last < first / 10; // true
 * ```
 */
export async function trainAutoencoder(
  net: Autoencoder,
  x: Matrix,
  options: TrainAutoencoderOptions,
): Promise<number> {
  const fn = 'trainAutoencoder';
  const { learningRate, epochs, batchSize = x.rows, momentum = 0, onEpoch, step } = options;
  checkMatrix(fn, 'x', x, { cols: net.w1.cols });
  checkFinite(fn, 'x', x.data);
  checkInteger(fn, 'epochs', epochs, 1);
  checkInteger(fn, 'batchSize', batchSize, 1);
  if (batchSize > x.rows) throw new InputError(fn, 'batchSize', `is ${batchSize}`, `x has ${x.rows} rows`);
  const batches: Matrix[] = [];
  for (let from = 0; from < x.rows; from += batchSize) {
    const rows = Math.min(batchSize, x.rows - from);
    batches.push(rowView(x, from, from + rows));
  }
  // The last batch may be smaller, and keeps storage of its own.
  const passes = batches.map(({ rows }, k) =>
    k === 0 || rows < batchSize ? new AutoencoderPass(net) : undefined,
  );
  const move = momentumOf(autoencoderArrays(net), { learningRate, momentum });
  let loss = Infinity;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    loss = 0;
    for (const [k, batch] of batches.entries()) {
      const pass = passes[k] ?? passes[0]!;
      loss += (pass.evaluate(batch) * batch.rows) / x.rows;
      move(autoencoderArrays(pass.gradient));
    }
    onEpoch?.(epoch, loss);
    if (!Number.isFinite(loss)) break;
    await step?.(epoch, epochs);
  }
  return loss;
}
