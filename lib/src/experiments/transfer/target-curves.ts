import { kernelCoefficients, type GramFunction } from '../../learners/transfer/predictor.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { gatherRows } from '../../nets/gather-rows.js';
import type { Step } from '../../step.js';
import { accuracy } from '../rfm/accuracy.js';
import { oneHot } from '../rfm/classify.js';

/** Rows of a matrix in storage of its own. */
export const rowsOf = (a: Matrix, rows: ArrayLike<number>): Matrix =>
  gatherRows(a, Int32Array.from(rows), zeros(rows.length, a.cols, a.precision));

/** The rows from `from` to `to`, as a view. */
export const rowsBetween = (a: Matrix, from: number, to: number): Matrix =>
  new Matrix(to - from, a.cols, a.data.subarray(from * a.cols, to * a.cols));

/** One way to learn the target: features, a kernel on them, and a prior that the kernel corrects. */
export interface Way {
  method: string;
  kernel: GramFunction;
  train: Matrix;
  test: Matrix;
  ridge?: number;
  /** Outputs to which the kernel adds a correction: translation. */
  prior?: { train: Matrix; test: Matrix };
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

/** Test accuracy of each way against the number of target examples; kernels are computed once and read in parts. */
export async function targetCurves(ways: readonly Way[], target: Target, step: Step): Promise<CurveRow[]> {
  const { labels, classes, sizes, subsets, random } = target;
  const y = oneHot(labels.train, classes);
  const orders = Array.from({ length: subsets }, (_, s) => random.fork(`subset ${s}`).permutation(y.rows));
  const rows: CurveRow[] = [];
  for (const [k, { method, kernel, train, test, ridge = 0, prior }] of ways.entries()) {
    const [own, across] = [kernel.matrix(train), kernel.matrix(test, train)];
    const wanted = prior === undefined ? y : minus(y, prior.train);
    for (const [subset, order] of orders.entries()) {
      for (const n of sizes) {
        const chosen = order.subarray(0, n);
        const alpha = kernelCoefficients(
          'targetCurves',
          block(own, chosen, chosen),
          rowsOf(wanted, chosen),
          ridge,
        );
        const outputs = matmul(block(across, undefined, chosen), alpha);
        if (prior) for (let i = 0; i < outputs.data.length; i++) outputs.data[i] += prior.test.data[i];
        rows.push({ method, n, subset, accuracy: accuracy(outputs, labels.test) });
      }
    }
    await step(k + 1, ways.length);
  }
  return rows;
}

/** Entries at the given rows (all if absent) and columns. */
function block(a: Matrix, rows: Int32Array | undefined, cols: Int32Array): Matrix {
  const part = zeros(rows?.length ?? a.rows, cols.length, a.precision);
  for (let i = 0; i < part.rows; i++) {
    const from = (rows === undefined ? i : rows[i]) * a.cols;
    for (let j = 0; j < cols.length; j++) part.data[i * cols.length + j] = a.data[from + cols[j]];
  }
  return part;
}

function minus(a: Matrix, b: Matrix): Matrix {
  const gap = a.clone();
  for (let i = 0; i < gap.data.length; i++) gap.data[i] -= b.data[i];
  return gap;
}
