import { Random } from '../../linalg/random.js';
import { batchOrder } from '../../nets/batch-order.js';
import { cnnModel } from '../../nets/cnn-model.js';
import { criticalLearningRate } from '../../nets/critical-learning-rate.js';
import { smallCnn } from '../../nets/small-cnn.js';
import { trajectory, type TrajectoryState } from '../../nets/trajectory.js';
import type { Step } from '../../step.js';
import type { ImageSplits } from '../../data/images.js';
import { drawFrom, type Labelled } from '../quadratic/labelled.js';
import { pooledPair } from '../quadratic/pooled-images.js';
import { meanSquare } from './network-measures.js';

export interface ConvCatapultsSettings {
  n: number;
  test: number;
  filters: [number, number];
  /** r = η / η_crit at the start, of gradient descent. */
  ratios: number[];
  steps: number;
  /** Stochastic gradient descent: its batch, and r against η_crit of the full batch at each phase's start. */
  batch: number;
  phases: number[];
  phaseSteps: number;
}

export type ConvCatapultsRow = {
  part: 'gradient descent' | 'SGD';
  /** r of the run, or of the phase. */
  ratio: number;
  step: number;
  loss: number;
  /** λ₁ of the tangent kernel over its value at the start. */
  sharpness: number;
  top1: number;
  top5: number;
  rest: number;
  /** η over the critical rate of the batch that led here, and 1 if that batch's loss rose; of SGD. */
  ofBatch: number;
  rose: number;
  /** Known at the end of a run or phase, else 0. */
  testLoss: number;
};

/**
 * Gradient descent and SGD of a network of two convolutions on images of two classes, with the loss split by the
 * tangent kernel: what `oneCatapult` and `raisedRate` are for a fully connected one. The weights start as He et al.
 * have it.
 */
export const convCatapults = (images: Labelled) =>
  async function convCatapultsOf(
    settings: ConvCatapultsSettings,
    seed: number,
    step: Step,
  ): Promise<ConvCatapultsRow[]> {
    const { n, test: points, filters, ratios, steps, batch, phases, phaseSteps } = settings;
    const { train, test } = drawFrom(images)(n, points, seed);
    const side = Math.sqrt(train.x.cols);
    const start = (): ReturnType<typeof cnnModel> => {
      // U(±1/√fan_in) has a third of the variance 1/fan_in.
      const scales = [Math.sqrt(6), Math.sqrt(6), Math.sqrt(3)] as const;
      const random = new Random(seed).fork('network');
      return cnnModel(smallCnn({ side, filters, outputs: 1, scales, random }), train.x);
    };
    const critical = (model: ReturnType<typeof cnnModel>): number =>
      criticalLearningRate(model.tangentKernel());
    const rows: ConvCatapultsRow[] = [];
    const add = (
      state: TrajectoryState,
      rest: Omit<ConvCatapultsRow, keyof ReturnType<typeof split>>,
    ): void => void rows.push({ ...split(state, first), ...rest });
    let first = 0;
    const runs = ratios.length + phases.length;

    for (const [k, ratio] of ratios.entries()) {
      const model = start();
      first = n / critical(model);
      const options = { learningRate: (ratio * n) / first, steps, watch: 5 };
      for (const state of trajectory(model, train.y, options)) {
        if (state.diverged) break;
        const testLoss = state.step === steps ? meanSquare(model.predict(test.x), test.y) : 0;
        add(state, { part: 'gradient descent', ratio, step: state.step, ofBatch: 0, rose: 0, testLoss });
      }
      await step(k + 1, runs);
    }

    const model = start();
    first = n / critical(model);
    const order = batchOrder(n, batch, new Random(seed).fork('order'))[Symbol.iterator]();
    // Hands out one iterator for all phases.
    const batches = { [Symbol.iterator]: () => order };
    for (const [phase, ratio] of phases.entries()) {
      const learningRate = ratio * critical(model);
      const options = { learningRate, steps: phaseSteps, watch: 5, watchBatches: true, batches };
      for (const state of trajectory(model, train.y, options)) {
        if (state.diverged) return rows;
        const [made] = state.batches;
        // The first state of a phase is the last of the one before.
        if (made === undefined && phase > 0) continue;
        const testLoss = state.step === phaseSteps ? meanSquare(model.predict(test.x), test.y) : 0;
        const at = phase * phaseSteps + state.step;
        const [ofBatch, rose] = made === undefined ? [0, 0] : [made.ratio, Number(made.after > made.before)];
        add(state, { part: 'SGD', ratio, step: at, ofBatch, rose, testLoss });
      }
      await step(ratios.length + phase + 1, runs);
    }
    return rows;
  };

/** Of MNIST's threes and eights, 2 x 2 pixels averaged. */
export const mnistCatapults = (mnist: ImageSplits): ReturnType<typeof convCatapults> =>
  convCatapults(pooledPair(mnist, [3, 8], 2));

function split({ loss, eigenvalues, within }: TrajectoryState, first: number) {
  return {
    loss,
    sharpness: eigenvalues[0] / first,
    top1: within[0],
    top5: within[4],
    rest: Math.max(loss - within[4], 0),
  };
}
