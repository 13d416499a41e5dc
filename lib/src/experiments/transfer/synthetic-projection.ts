import { laplace } from '../../kernels/laplace.js';
import { kernelRegression, type Predictor } from '../../learners/transfer/predictor.js';
import { project, safeTransfer, translate } from '../../learners/transfer/transfer.js';
import { cholesky, choleskySolve } from '../../linalg/cholesky.js';
import { matmul } from '../../linalg/matmul.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { Step } from '../../step.js';
import { unitRows } from './image-world.js';
import { projected } from './sign-projection.js';
import { accuracy } from '../rfm/accuracy.js';
import { oneHot } from '../rfm/classify.js';
import { targetCurves } from './target-curves.js';

export interface SyntheticProjectionSettings {
  sources: { n: number; classes: number }[];
  sizes: number[];
  subsets: number;
  /** Target examples of the combined predictors; none are fitted if empty. */
  combined: number[];
}

export type SyntheticProjectionRow = {
  method: string;
  sourceImages: number;
  sourceClasses: number;
  n: number;
  subset: number;
  accuracy: number;
};

const TEST = 1000;
const TARGET_CLASSES = 8;

/**
 * Latent u ~ N(0, I₅); x = tanh(1.5 u W₂/√5) A + 1.5 v B + 0.1 e in R¹⁰⁰, of unit length; labels are the nearest of c
 * random centroids of the latent space, other centroids for source and target.
 */
export async function syntheticProjection(
  { sources, sizes, subsets, combined }: SyntheticProjectionSettings,
  seed: number,
  step: Step,
): Promise<SyntheticProjectionRow[]> {
  const random = new Random(seed);
  const world = drawWorld(random.fork('world'));
  const kernel = laplace({ bandwidth: 1 });
  const most = Math.max(...sizes, ...combined);
  const target = world(most + TEST, random.fork('target'));
  const centroids = random.fork('target classes').normalMatrix(TARGET_CLASSES, 5);
  const all = nearest(target.u, centroids);
  const [train, test] = [rowView(target.x, 0, most), rowView(target.x, most, most + TEST)];
  const labels = { train: all.subarray(0, most), test: all.subarray(most) };
  const options = { labels, classes: TARGET_CLASSES, sizes, subsets, random: random.fork('subsets') };
  const rows: SyntheticProjectionRow[] = [];
  const none = { sourceImages: 0, sourceClasses: 0 };
  if (sizes.length > 0) {
    const base = await targetCurves(
      [{ kernel, train, test, methods: [{ method: 'baseline' }] }],
      options,
      () => undefined,
    );
    rows.push(...base.map((row) => ({ ...none, ...row })));
  }
  const pool = world(Math.max(...sources.map(({ n }) => n)), random.fork('source'));
  // Sources of one size share their points: one factorisation serves the labels of all.
  const factors = new Map<number, { x: Matrix; factor: Matrix }>();
  for (const [k, { n, classes }] of sources.entries()) {
    const about = { sourceImages: n, sourceClasses: classes };
    if (!factors.has(n)) {
      const x = rowView(pool.x, 0, n);
      const gram = kernel.matrix(x);
      factors.set(n, { x, factor: cholesky(gram, { out: gram }) });
    }
    const { x: sourceX, factor } = factors.get(n)!;
    const kinds = nearest(pool.u, random.fork(`${classes} source classes`).normalMatrix(classes, 5));
    const alpha = choleskySolve(factor, oneHot(kinds.subarray(0, n), classes));
    const source = remembered((z) => matmul(kernel.matrix(z, sourceX), alpha));
    if (sizes.length > 0) {
      const way = projected(source.predict(train), source.predict(test));
      rows.push(
        ...(await targetCurves([way], options, () => undefined)).map((row) => ({ ...about, ...row })),
      );
    }
    for (const size of combined) {
      const [x, labelled] = [rowView(train, 0, size), oneHot(labels.train.subarray(0, size), TARGET_CLASSES)];
      const fits: Record<string, Predictor> = {
        baseline: kernelRegression(x, labelled, { kernel }),
        projected: project(source, x, labelled),
        'ridge projection, translated': translate(
          project(source, x, labelled, { ridge: 1e-2 }),
          x,
          labelled,
          { kernel },
        ),
        'safe transfer': safeTransfer(source, x, labelled, { kernel }),
      };
      for (const [method, fit] of Object.entries(fits)) {
        rows.push({
          method,
          ...about,
          n: size,
          subset: 0,
          accuracy: accuracy(fit.predict(test), labels.test),
        });
        await step(k, sources.length);
      }
    }
    await step(k + 1, sources.length);
  }
  return rows;
}

/** A predictor that makes the outputs of each matrix once; it gives copies, since translation adds to them in place. */
function remembered(predict: (z: Matrix) => Matrix): Predictor {
  const known = new Map<Matrix, Matrix>();
  return {
    predict(z) {
      const outputs = known.get(z) ?? predict(z);
      known.set(z, outputs);
      return outputs.clone();
    },
  };
}

/** What draws points of the world: its matrices are drawn once. */
function drawWorld(random: Random): (n: number, from: Random) => { x: Matrix; u: Matrix } {
  const scaled = (rows: number, cols: number, scale: number): Matrix => {
    const m = random.normalMatrix(rows, cols);
    for (let i = 0; i < m.data.length; i++) m.data[i] *= scale;
    return m;
  };
  const [inner, a, b] = [
    scaled(5, 40, 1.5 / Math.sqrt(5)),
    scaled(40, 100, 1 / Math.sqrt(40)),
    scaled(30, 100, 1.5 / Math.sqrt(30)),
  ];
  return (n, from) => {
    const u = from.normalMatrix(n, 5);
    const hidden = matmul(u, inner);
    for (let i = 0; i < hidden.data.length; i++) hidden.data[i] = Math.tanh(hidden.data[i]);
    const x = from.normalMatrix(n, 100);
    matmul(hidden, a, { beta: 0.1, out: x });
    matmul(from.normalMatrix(n, 30), b, { beta: 1, out: x });
    return { x: unitRows(x), u };
  };
}

/** The nearest centroid of each row. */
function nearest(u: Matrix, centroids: Matrix): Uint8Array {
  return Uint8Array.from({ length: u.rows }, (_, i) => {
    let [best, least] = [0, Infinity];
    for (let c = 0; c < centroids.rows; c++) {
      let far = 0;
      for (let k = 0; k < u.cols; k++) far += (u.get(i, k) - centroids.get(c, k)) ** 2;
      if (far < least) [best, least] = [c, far];
    }
    return best;
  });
}
