import { heap } from '../elementwise/heap.js';
import { rowsAt, rowsAtOnce } from '../features/rfm/rows.js';
import type { Kernel } from '../kernels/kernel.js';
import type { Metric } from '../kernels/metric.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { thinProduct } from '../linalg/thin-product.js';
import type { Preconditioner } from './eigenpro-preconditioner.js';

/** What the steps of EigenPro are taken on. */
export interface DescentProblem {
  x: Matrix;
  y: Matrix;
  kernel: Kernel;
  metric: Metric | undefined;
  /** The rows S of X, and X there. */
  chosen: Int32Array;
  points: Matrix;
  preconditioner: Preconditioner;
  /** η/b */
  stepSize: number;
}

/** One step on the rows of a batch, in place on α. */
export type Descent = (alpha: Matrix, batch: Int32Array) => void;

/** K(B, X) is made anew for each batch, in blocks of rows. */
export function blockwiseDescent(problem: DescentProblem): Descent {
  const { x, y, kernel, metric, points, preconditioner } = problem;
  return (alpha, batch) => {
    const g = rowsAt(y, batch);
    const kg = preconditioner.vectors && zeros(points.rows, y.cols, x.precision);
    const most = Math.min(batch.length, rowsAtOnce(x.rows));
    // In the kernels' heap: they need no copy there.
    const space = (x.precision === 'float64' ? heap.float64 : heap.float32)(most * x.rows);
    try {
      for (let from = 0; from < batch.length; from += most) {
        const rows = rowsAt(x, batch.subarray(from, from + most));
        const out = new Matrix(rows.rows, x.rows, space.subarray(0, rows.rows * x.rows));
        const part = rowView(g, from, from + rows.rows);
        thinProduct(kernel.matrix(rows, x, { metric, out }), alpha, { beta: -1, out: part });
        if (kg) thinProduct(kernel.matrix(points, rows, { metric }), part, { beta: 1, out: kg });
      }
    } finally {
      heap.free(space);
    }
    moved(problem, alpha, batch, g, kg);
  };
}

/** α after the step for g; `kg` is K(S, B) g, `(s, c)`, where the preconditioner has vectors. */
export function moved(
  { y, chosen, stepSize, preconditioner: { vectors, damping } }: DescentProblem,
  alpha: Matrix,
  batch: Int32Array,
  g: Matrix,
  kg: Matrix | undefined,
): void {
  addRows(alpha, batch, g, -stepSize);
  if (vectors !== undefined && kg !== undefined) {
    const damped = matmul(vectors, kg, { transA: true });
    for (let k = 0; k < damped.data.length; k++) damped.data[k] *= damping[Math.floor(k / y.cols)];
    addRows(alpha, chosen, matmul(vectors, damped), stepSize);
  }
}

/** a[positions] += factor · rows, in place. */
function addRows(a: Matrix, positions: Int32Array, rows: Matrix, factor: number): void {
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i] * a.cols;
    for (let l = 0; l < a.cols; l++) a.data[at + l] += factor * rows.data[i * a.cols + l];
  }
}
