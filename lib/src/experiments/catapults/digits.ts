import { eigh } from '../../linalg/eigh.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { mlpAgops } from '../../features/nfa.js';
import { mlp } from '../../nets/mlp.js';
import type { Step } from '../../step.js';
import type { UciCollection } from '../../data/uci.js';
import { type Digits, opticalDigits } from '../rfm/optical-digits.js';
import { alignment, fullCriticalRate, testError } from './network-measures.js';
import { stochasticRun, type StochasticOptions } from './stochastic-run.js';
import type { Task } from './tasks.js';
import { predict } from '../../nets/mlp.js';

export interface DigitBatchesSettings extends Pick<StochasticOptions, 'tolerance' | 'most'> {
  components: number;
  hidden: number[];
  n: number;
  batches: number[];
  ratio: number;
  /** How the networks that stand for the true predictor are trained, on two thirds of all images. */
  strong: { networks: number; batch: number; ratio: number; tolerance: number; most: number };
}

export type DigitBatchesRow = {
  batch: number;
  steps: number;
  test: number;
  accuracy: number;
  alignment: number;
};

/** Even against odd digits; networks trained on far more images stand for the true predictor. */
export const digitBatches = (collection: UciCollection) =>
  async function digitBatchesOf(
    settings: DigitBatchesSettings,
    seed: number,
    step: Step,
  ): Promise<DigitBatchesRow[]> {
    const { n, batches, ratio, strong, hidden, components, ...limits } = settings;
    const { x, y } = whitened(opticalDigits(collection), components);
    const order = new Random(seed).fork('split').permutation(x.rows);
    const most = Math.floor((2 * x.rows) / 3);
    const pick = (rows: Int32Array): Task['train'] => ({
      x: new Matrix(
        rows.length,
        components,
        Float64Array.from({ length: rows.length * components }, (_, i) =>
          x.get(rows[Math.floor(i / components)], i % components),
        ),
      ),
      y: Float64Array.from(rows, (row) => y[row]),
    });
    const [large, test] = [pick(order.slice(0, most)), pick(order.slice(most))];
    const start = (label: string): Task['net'] =>
      mlp({
        widths: [components, ...hidden, 1],
        parametrisation: 'ntk',
        random: new Random(seed).fork(label),
      });
    const truth = zeros(components, components);
    const runs = strong.networks + batches.length + 1;
    for (let k = 0; k < strong.networks; k++) {
      const world = { train: large, test, truth, net: start(`strong ${k}`) };
      const { batch, tolerance } = strong;
      const learningRate = strong.ratio * fullCriticalRate({ ...world, train: pick(order.slice(0, n)) });
      const random = new Random(seed).fork(`strong order ${k}`);
      stochasticRun(world, { learningRate, batch, tolerance, most: strong.most, random });
      const { data } = mlpAgops(world.net, large.x)[0].plain;
      for (let i = 0; i < data.length; i++) truth.data[i] += data[i] / strong.networks;
      await step(k + 1, runs);
    }
    const rows: DigitBatchesRow[] = [];
    const train = pick(order.slice(0, n));
    for (const [k, batch] of [...batches, n].entries()) {
      const world = { train, test, truth, net: start('network') };
      const learningRate = ratio * fullCriticalRate(world);
      const random = new Random(seed).fork(`order ${batch}`);
      const { steps } = stochasticRun(world, { ...limits, learningRate, batch, random });
      const f = predict(world.net, test.x).data;
      const right = test.y.filter((label, i) => label * f[i] > 0).length;
      rows.push({
        batch,
        steps,
        test: testError(world),
        accuracy: right / test.y.length,
        alignment: alignment(world),
      });
      await step(strong.networks + k + 1, runs);
    }
    return rows;
  };

/** Principal components of the centred images at unit variance, and +1 for even, -1 for odd digits. */
function whitened({ x, labels }: Digits, components: number): { x: Matrix; y: Float64Array } {
  const centred = x.clone();
  for (let k = 0; k < x.cols; k++) {
    let mean = 0;
    for (let i = 0; i < x.rows; i++) mean += x.get(i, k) / x.rows;
    for (let i = 0; i < x.rows; i++) centred.set(i, k, x.get(i, k) - mean);
  }
  const { values, vectors } = eigh(gram(centred, { of: 'columns', alpha: 1 / x.rows }));
  const basis = zeros(x.cols, components);
  for (let j = 0; j < components; j++) {
    const from = x.cols - 1 - j;
    for (let k = 0; k < x.cols; k++) basis.set(k, j, vectors.get(k, from) / Math.sqrt(values[from]));
  }
  return { x: matmul(centred, basis), y: Float64Array.from(labels, (label) => (label % 2 === 0 ? 1 : -1)) };
}
