import { laplace } from '../../kernels/laplace.js';
import { kernelRegression } from '../../learners/transfer/predictor.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { Step } from '../../step.js';
import type { Images } from './image-world.js';
import { projected } from './sign-projection.js';
import { oneHot } from '../rfm/classify.js';
import { type CurveRow, targetCurves } from './target-curves.js';

export interface RelabellingSettings {
  bandwidth: number;
  targetTrain: number;
  sizes: number[];
  subsets: number;
}

/** Projection from one labelled set to another, which may have other images, other labels or both. */
export function relabelling(source: Images, target: Images) {
  return async function projectionTo(
    { bandwidth, targetTrain, sizes, subsets }: RelabellingSettings,
    seed: number,
    step: Step,
  ): Promise<CurveRow[]> {
    const kernel = laplace({ bandwidth });
    const fit = kernelRegression(source.x, oneHot(source.labels, Math.max(...source.labels) + 1), { kernel });
    const outputs = fit.predict(target.x);
    const halves = (a: Matrix): [train: Matrix, test: Matrix] => [
      rowView(a, 0, targetTrain),
      rowView(a, targetTrain, a.rows),
    ];
    const [train, test] = halves(target.x);
    const labels = {
      train: target.labels.subarray(0, targetTrain),
      test: target.labels.subarray(targetTrain),
    };
    const ways = [{ kernel, train, test, methods: [{ method: 'baseline' }] }, projected(...halves(outputs))];
    const classes = Math.max(...target.labels) + 1;
    return targetCurves(ways, { labels, classes, sizes, subsets, random: new Random(seed) }, step);
  };
}
