import { laplace } from '../../kernels/laplace.js';
import { kernelRegression } from '../../learners/transfer/predictor.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import type { Images } from './image-world.js';
import { projected } from './sign-projection.js';
import { type CurveRow, oneHot, rowsOf, targetCurves } from './target-curves.js';

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
    const places = Array.from(target.labels.keys());
    const [trainRows, testRows] = [places.slice(0, targetTrain), places.slice(targetTrain)];
    const [train, test] = [rowsOf(target.x, trainRows), rowsOf(target.x, testRows)];
    const labels = {
      train: trainRows.map((i) => target.labels[i]),
      test: testRows.map((i) => target.labels[i]),
    };
    const ways = [
      { method: 'baseline', kernel, train, test },
      projected(fit.predict(train), fit.predict(test)),
    ];
    const classes = Math.max(...target.labels) + 1;
    return targetCurves(ways, { labels, classes, sizes, subsets, random: new Random(seed) }, step);
  };
}
