import type { Kernel, TrainingPair } from '../../kernels/kernel.js';
import { Matrix, type Precision, type Real } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import type { GradientBlocks } from '../agop.js';
import { converted } from './converted.js';
import { rowsAt, rowsAtOnce, rowView } from './rows.js';

export interface TrainingOptions {
  /** Gradients will be asked for: not after the last round. */
  learns: boolean;
  agopPoints: number;
  /** Of the round before. */
  storage: readonly Matrix[] | undefined;
}

/** K and gradients at the training points: both from one pass over the distances where the AGOP is taken at all points. */
export interface Training {
  /** As `Problem.gram`. */
  gram(precision?: Precision): Matrix;
  /** At all points, or at `agopPoints` that are drawn. */
  gradients(alpha: Matrix, random: Random): GradientBlocks;
  /** For the next round, which ends the use of this one. */
  storage(): readonly Matrix[] | undefined;
}

export function trainingAt(
  x: Matrix,
  kernel: Kernel,
  metric: Matrix | Real | undefined,
  { learns, agopPoints, storage }: TrainingOptions,
): Training {
  const sampled = x.rows > agopPoints;
  let pair: TrainingPair | undefined;
  let single: Matrix | undefined;
  return {
    gram(precision = x.precision) {
      if (precision !== x.precision) {
        const options = { metric: metric && convertedMetric(metric, precision) };
        return kernel.matrix(converted(x, precision), undefined, options);
      }
      if (sampled || !learns)
        return (single = kernel.matrix(x, undefined, { metric, out: single ?? storage?.[0] }));
      // K anew over what the solver has left: no second storage, and no copy held in case.
      if (pair !== undefined) return kernel.matrix(x, undefined, { metric, out: pair.gram });
      pair = kernel.trainingPair(x, { metric, storage });
      return pair.gram;
    },

    storage: () => pair?.storage ?? (single && [single]),

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
