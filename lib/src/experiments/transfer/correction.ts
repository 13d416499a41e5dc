import { laplace } from '../../kernels/laplace.js';
import { against, kernelCoefficients, kernelRegression } from '../../learners/transfer/predictor.js';
import { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { Step } from '../../step.js';
import { oneHot } from '../rfm/classify.js';
import { corrupted, digitCorruptions, type ImageShape } from './corruptions.js';
import { type Images, part } from './image-world.js';

export interface CorrectionSettings {
  corruption: string;
  bandwidth: number;
  /** Target examples that the correction is fitted on. */
  targetTrain: number;
  /** Test images that are explained. */
  shown: number;
  /** Nearest target examples listed for each. */
  nearest: number;
}

export type CorrectionRow = {
  image: number;
  truth: number;
  /**
   * `source`, `correction` or `sum`: outputs by class; `example`: the part of one target example in its class's output.
   */
  what: string;
  /** Class of the output or the example. */
  label: number;
  /** Nearness of an example, 1 the nearest; 0 for outputs. */
  rank: number;
  value: number;
};

/**
 * f_s(z), the correction f_c(z) and their sum by class for the first corrupted images whose class translation sets
 * right, and what the nearest target examples x_j add to f_c: k(z, x_j) α_jl in the output l of the true class.
 */
export function explainedCorrection(source: Images, target: Images, shape: ImageShape) {
  return async function correction(
    { corruption, bandwidth, targetTrain, shown, nearest }: CorrectionSettings,
    seed: number,
    step: Step,
  ): Promise<CorrectionRow[]> {
    const kernel = laplace({ bandwidth });
    const classes = Math.max(...source.labels, ...target.labels) + 1;
    const fit = kernelRegression(source.x, oneHot(source.labels, classes), { kernel });
    await step(0, 1, 'source');
    const bad = corrupted(target.x, digitCorruptions[corruption], shape, new Random(seed).fork(corruption));
    const train = part({ x: bad, labels: target.labels }, 0, targetTrain);
    const residual = oneHot(train.labels, classes);
    fit.predict(train.x).data.forEach((value, i) => (residual.data[i] -= value));
    const points = against(kernel, train.x);
    const alpha = kernelCoefficients('explainedCorrection', points.gram(), residual, 0);
    const test = rowView(bad, targetTrain, bad.rows);
    const [prior, across] = [fit.predict(test), points.matrix(test)];
    const rows: CorrectionRow[] = [];
    for (let i = 0, image = 0; i < test.rows && image < shown; i++) {
      const [k, before] = [across.row(i), prior.row(i)];
      const added = new Array<number>(classes).fill(0);
      for (let j = 0; j < k.length; j++) for (let l = 0; l < classes; l++) added[l] += k[j] * alpha.get(j, l);
      const truth = target.labels[targetTrain + i];
      const sum = added.map((value, l) => value + before[l]);
      if (best(before) === truth || best(sum) !== truth) continue;
      const about = { image: ++image, truth };
      for (const [what, values] of Object.entries({ source: before, correction: added, sum })) {
        for (let l = 0; l < classes; l++) rows.push({ ...about, what, label: l, rank: 0, value: values[l] });
      }
      const near = Array.from(k.keys()).sort((a, b) => k[b] - k[a]);
      near.slice(0, nearest).forEach((j, at) => {
        const value = k[j] * alpha.get(j, truth);
        rows.push({ ...about, what: 'example', label: train.labels[j], rank: at + 1, value });
      });
    }
    await step(1, 1);
    return rows;
  };
}

const best = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((at, value, l, all) => (value > all[at] ? l : at), 0);
