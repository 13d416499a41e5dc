import type { Kernel, TrainingPair } from '../../kernels/kernel.js';
import { Matrix, type Precision, type Real } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { rowView } from '../../linalg/row-view.js';
import type { GradientBlocks } from '../agop.js';
import { converted } from './converted.js';
import type { RoundStorage } from './round-storage.js';
import { rowsAt, rowsAtOnce } from './rows.js';

export interface TrainingOptions {
  agopPoints: number;
  storage: RoundStorage;
}

/**
 * K and gradients at the training points: both from one pass over the distances where the AGOP is taken at all points.
 */
export interface Training {
  /** As in `Problem`. */
  gram(precision?: Precision): Matrix;
  upperGram(precision?: Precision): Matrix;
  /** At all points, or at `agopPoints` that are drawn. */
  gradients(alpha: Matrix, random: Random): GradientBlocks;
}

export function trainingAt(
  x: Matrix,
  kernel: Kernel,
  metric: Matrix | Real | undefined,
  { agopPoints, storage }: TrainingOptions,
): Training {
  const sampled = x.rows > agopPoints;
  let pair: TrainingPair | undefined;
  const gram = (precision = x.precision): Matrix => {
    if (precision !== x.precision) {
      const options = { metric: metric && convertedMetric(metric, precision) };
      return kernel.matrix(converted(x, precision), undefined, options);
    }
    pair = undefined;
    const k = kernel.matrix(x, undefined, { metric, out: storage.take()?.[0] });
    storage.keep([k]);
    return k;
  };
  return {
    gram,

    upperGram(precision = x.precision) {
      if (precision !== x.precision || sampled) return gram(precision);
      // A second time it is made anew over what the solver has left: no copy is held in case.
      pair = kernel.trainingPair(x, { metric, storage: storage.take() });
      storage.keep(pair.storage);
      return pair.upper;
    },

    gradients(alpha, random) {
      const cols = alpha.cols * x.cols;
      if (pair !== undefined) {
        const { gradients } = pair;
        return { rows: x.rows, cols, block: (from, to) => gradients(alpha, from, to) };
      }
      const z = sampled ? rowsAt(x, random.choice(x.rows, agopPoints).sort()) : x;
      return {
        rows: z.rows,
        cols,
        most: rowsAtOnce(x.rows),
        block: (from, to) => kernel.gradients(x, alpha, rowView(z, from, to), { metric }),
      };
    },
  };
}

function convertedMetric(metric: Matrix | Real, precision: Precision): Matrix | Real {
  if (metric instanceof Matrix) return converted(metric, precision);
  return converted(new Matrix(1, metric.length, metric), precision).data;
}
