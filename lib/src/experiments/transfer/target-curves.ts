import { nestedRegression } from '../../learners/transfer/nested-regression.js';
import { added, against, type GramFunction } from '../../learners/transfer/predictor.js';
import { beside, columnsOf } from '../../linalg/columns.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { gatherRows } from '../../nets/gather-rows.js';
import type { Step } from '../../step.js';
import { accuracy } from '../rfm/accuracy.js';
import { oneHot } from '../rfm/classify.js';

/** Rows of a matrix in storage of its own. */
export const rowsOf = (a: Matrix, rows: ArrayLike<number>): Matrix =>
  gatherRows(a, Int32Array.from(rows), zeros(rows.length, a.cols, a.precision));

/** Ways to learn the target with one kernel on the same features: they differ in the prior that the kernel corrects. */
export interface Way {
  kernel: GramFunction;
  train: Matrix;
  test: Matrix;
  ridge?: number;
  methods: { method: string; prior?: Prior }[];
}

/** Outputs to which the kernel adds a correction: translation. */
export interface Prior {
  train: Matrix;
  test: Matrix;
}

export interface Target {
  labels: { train: ArrayLike<number>; test: ArrayLike<number> };
  classes: number;
  /** Numbers of target examples. */
  sizes: readonly number[];
  /** Random subsets of each size, nested within one permutation. */
  subsets: number;
  random: Random;
}

export type CurveRow = { method: string; n: number; subset: number; accuracy: number };

/**
 * Test accuracy of each method against the number of target examples; one factorisation serves all of a subset's sizes.
 */
export async function targetCurves(ways: readonly Way[], target: Target, step: Step): Promise<CurveRow[]> {
  const { labels, classes, sizes, subsets, random } = target;
  const y = oneHot(labels.train, classes);
  const orders = Array.from({ length: subsets }, (_, s) => random.fork(`subset ${s}`).permutation(y.rows));
  const rows: CurveRow[] = [];
  for (const [k, { kernel, train, test, ridge = 0, methods }] of ways.entries()) {
    const points = against(kernel, train);
    const [gram, across] = [points.gram(), points.matrix(test)];
    const wanted = beside(methods.map(({ prior }) => (prior === undefined ? y : minus(y, prior.train))));
    const curves = nestedRegression({ gram, across, y: wanted, orders, sizes, ridge });
    for (const [subset, outputs] of curves.entries()) {
      for (const [m, { method, prior }] of methods.entries()) {
        for (const [s, n] of sizes.entries()) {
          const own = columnsOf(outputs[s], m * classes, classes);
          const scores = prior === undefined ? own : added(own, prior.test);
          rows.push({ method, n, subset, accuracy: accuracy(scores, labels.test) });
        }
      }
    }
    await step(k + 1, ways.length);
  }
  return rows;
}

function minus(a: Matrix, b: Matrix): Matrix {
  const gap = a.clone();
  for (let i = 0; i < gap.data.length; i++) gap.data[i] -= b.data[i];
  return gap;
}
