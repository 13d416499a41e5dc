import type { ImageSplits } from '../../data/images.js';
import { laplace } from '../../kernels/laplace.js';
import { stridedCntk } from '../../kernels/strided-cntk.js';
import { type GramFunction, kernelRegression } from '../../learners/transfer/predictor.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { Step } from '../../step.js';
import { type Images, imagesOf, unitRows } from './image-world.js';
import { oneHot } from '../rfm/classify.js';
import { rowsOf, targetCurves, type Way } from './target-curves.js';

/** Traffic signs: classes that the source has seen, and the images of ten that it has not. */
export interface SignWorld {
  source: Images;
  target: Images;
}

const UNSEEN = [3, 5, 8, 11, 14, 17, 25, 31, 33, 35];

/** The training signs in random order, ten of the 43 classes kept for the target; images of unit length. */
export function signWorld({ train }: ImageSplits, seed = 0): SignWorld {
  const order = Array.from(new Random(seed).fork('signs').permutation(train.count));
  const part = (unseen: boolean): Images => {
    const places = order.filter((i) => UNSEEN.includes(train.labels[i]) === unseen);
    const { x, labels } = imagesOf(train, places);
    const kinds = [...new Set(labels)].sort((a, b) => a - b);
    return { x: unitRows(x), labels: labels.map((label) => kinds.indexOf(label)) };
  };
  return { source: part(false), target: part(true) };
}

/**
 * What is made of a world by kernels without any chance in it, once for all runs: the kernels of its target, and
 * sources.
 */
const made = new WeakMap<SignWorld, Map<string, Matrix>>();

function once(world: SignWorld, key: string, make: () => Matrix): Matrix {
  const known = made.get(world) ?? new Map<string, Matrix>();
  made.set(world, known);
  const result = known.get(key) ?? make();
  known.set(key, result);
  return result;
}

export interface SignProjectionSettings {
  kernel: 'Laplace' | 'CNTK';
  /** Source images and classes of each run: the first `n` images of `classes` random classes. */
  sources: { n: number; classes: number }[];
  targetTrain: number;
  targetTest: number;
  sizes: number[];
  subsets: number;
}

export type SignProjectionRow = {
  kernel: string;
  method: string;
  sourceImages: number;
  sourceClasses: number;
  n: number;
  subset: number;
  accuracy: number;
};

/** Projection to ten unseen classes of signs, beside the kernel on the target alone. */
export function signProjection(world: SignWorld) {
  const { source, target } = world;
  return async function projection(
    settings: SignProjectionSettings,
    seed: number,
    step: Step,
  ): Promise<SignProjectionRow[]> {
    const { sources, targetTrain, targetTest, sizes, subsets } = settings;
    const random = new Random(seed);
    const kernel: GramFunction =
      settings.kernel === 'Laplace' ? laplace({ bandwidth: 1 }) : stridedCntk({ channels: 3, side: 32 });
    const all = targetTrain + targetTest;
    const [train, test] = [rowView(target.x, 0, targetTrain), rowView(target.x, targetTrain, all)];
    const about = `${settings.kernel} ${targetTrain} ${targetTest}`;
    const own: GramFunction = {
      matrix: (x, z) => once(world, `${about} ${z ? 'across' : 'gram'}`, () => kernel.matrix(x, z)),
    };
    const labels = {
      train: target.labels.subarray(0, targetTrain),
      test: target.labels.subarray(targetTrain, targetTrain + targetTest),
    };
    const options = { labels, classes: 10, sizes, subsets, random: random.fork('subsets') };
    const none = { kernel: settings.kernel, sourceImages: 0, sourceClasses: 0 };
    const base = await targetCurves(
      [{ kernel: own, train, test, methods: [{ method: 'baseline' }] }],
      options,
      () => undefined,
    );
    const rows: SignProjectionRow[] = base.map((row) => ({ ...none, ...row }));
    for (const [k, { n, classes }] of sources.entries()) {
      const kinds = random.fork(`${classes} classes`).permutation(33).subarray(0, classes).sort();
      const chosen = Array.from(source.labels.keys())
        .filter((i) => kinds.includes(source.labels[i]))
        .slice(0, n);
      const outputs = once(world, `${about} ${n} of ${kinds.join()}`, () => {
        const y = oneHot(
          chosen.map((i) => kinds.indexOf(source.labels[i])),
          classes,
        );
        const fit = kernelRegression(rowsOf(source.x, chosen), y, { kernel });
        return fit.predict(rowView(target.x, 0, all));
      });
      const [onTrain, onTest] = [rowView(outputs, 0, targetTrain), rowView(outputs, targetTrain, all)];
      const curves = await targetCurves([projected(onTrain, onTest)], options, () => undefined);
      const sourced = { kernel: settings.kernel, sourceImages: chosen.length, sourceClasses: classes };
      rows.push(...curves.map((row) => ({ ...sourced, ...row })));
      await step(k + 1, sources.length);
    }
    return rows;
  };
}

/** The authors' projection: a Laplace kernel of bandwidth 10 on the source's outputs, 1e-6 on its diagonal. */
export const projected = (train: Matrix, test: Matrix): Way => ({
  methods: [{ method: 'projected' }],
  kernel: laplace({ bandwidth: 10 }),
  train,
  test,
  ridge: 1e-6,
});
