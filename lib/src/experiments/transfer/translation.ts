import { laplace } from '../../kernels/laplace.js';
import { kernelRegression } from '../../learners/transfer/predictor.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { Step } from '../../step.js';
import { corrupted, digitCorruptions, type ImageShape, pictureCorruptions } from './corruptions.js';
import { type Images, stretchedRows } from './image-world.js';
import { accuracy } from '../rfm/accuracy.js';
import { oneHot } from '../rfm/classify.js';
import { targetCurves } from './target-curves.js';

export interface TranslationSettings {
  corruptions: 'digits' | 'pictures';
  bandwidth: number;
  /** Images of the target that are learned from; the others test. */
  targetTrain: number;
  sizes: number[];
  subsets: number;
}

export type TranslationRow = {
  corruption: string;
  /** `source`: the source predictor as it is; `baseline`: the kernel on the target alone. */
  method: string;
  n: number;
  subset: number;
  accuracy: number;
};

/** Source images as they are, target images corrupted: accuracy of source, baseline and translated predictor. */
export function translationOf(source: Images, target: Images, shape: ImageShape) {
  return async function translation(
    { corruptions, bandwidth, targetTrain, sizes, subsets }: TranslationSettings,
    seed: number,
    step: Step,
  ): Promise<TranslationRow[]> {
    const random = new Random(seed);
    const kernel = laplace({ bandwidth });
    const classes = Math.max(...source.labels, ...target.labels) + 1;
    // Pictures are seen by an eye that adapts: each is brought to [0, 1]. Digits lie there already.
    const seen = corruptions === 'pictures' ? stretchedRows : (x: Images['x']) => x;
    const predictor = kernelRegression(seen(source.x), oneHot(source.labels, classes), { kernel });
    await step(0, 1, 'source');
    const all = target.labels.length;
    const labels = {
      train: target.labels.subarray(0, targetTrain),
      test: target.labels.subarray(targetTrain),
    };
    const halves = (a: Matrix): { train: Matrix; test: Matrix } => ({
      train: rowView(a, 0, targetTrain),
      test: rowView(a, targetTrain, all),
    });
    const rows: TranslationRow[] = [];
    const kinds = Object.entries(corruptions === 'digits' ? digitCorruptions : pictureCorruptions);
    for (const [k, [corruption, change]] of kinds.entries()) {
      const bad = corrupted(target.x, change, shape, random.fork(corruption));
      if (corruptions === 'pictures') {
        for (let i = 0; i < bad.data.length; i++) bad.data[i] = Math.round(255 * bad.data[i]) / 255;
      }
      const x = seen(bad);
      const { train, test } = halves(x);
      const prior = halves(predictor.predict(x));
      const methods = [{ method: 'baseline' }, { method: 'translated', prior }];
      const options = { labels, classes, sizes, subsets, random: random.fork(`subsets of ${corruption}`) };
      const curves = await targetCurves([{ kernel, train, test, methods }], options, () => undefined);
      rows.push(...curves.map((row) => ({ corruption, ...row })));
      const direct = accuracy(prior.test, labels.test);
      rows.push({ corruption, method: 'source', n: 0, subset: 0, accuracy: direct });
      await step(k + 1, kinds.length, corruption);
    }
    return rows;
  };
}
