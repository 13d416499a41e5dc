import { heap } from '../../elementwise/heap.js';
import type { Kernel } from '../../kernels/kernel.js';
import type { Metric } from '../../kernels/metric.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { rowView } from '../../linalg/row-view.js';
import { rowsAtOnce } from './rows.js';

/** The parts of a kernel machine f(z) = k_M(z, X) α: X `(n, d)`, α `(n, c)`. */
export interface Machine {
  readonly kernel: Kernel;
  readonly x: Matrix;
  readonly alpha: Matrix;
  readonly metric: Metric | undefined;
}

/** f(Z) = k_M(Z, X) α, `(m, c)` for Z `(m, d)`, in row blocks of Z so that the memory does not grow with m. */
export function predict({ kernel, x, alpha, metric }: Machine, z: Matrix): Matrix {
  const f = zeros(z.rows, alpha.cols, alpha.precision);
  const most = Math.min(z.rows, rowsAtOnce(x.rows));
  // In the kernels' heap: they need no copy there, and the garbage collector has nothing to take back.
  const space = (alpha.precision === 'float64' ? heap.float64 : heap.float32)(most * x.rows);
  try {
    for (let from = 0; from < z.rows; from += most) {
      const to = Math.min(from + most, z.rows);
      const out = new Matrix(to - from, x.rows, space.subarray(0, (to - from) * x.rows));
      matmul(kernel.matrix(rowView(z, from, to), x, { metric, out }), alpha, { out: rowView(f, from, to) });
    }
  } finally {
    heap.free(space);
  }
  return f;
}

/** ∇f at Z, `(m, c·d)`, output after output, in row blocks. */
export function gradients({ kernel, x, alpha, metric }: Machine, z: Matrix): Matrix {
  const g = zeros(z.rows, alpha.cols * z.cols, alpha.precision);
  const most = rowsAtOnce(x.rows);
  for (let from = 0; from < z.rows; from += most) {
    const block = rowView(z, from, Math.min(from + most, z.rows));
    g.data.set(kernel.gradients(x, alpha, block, { metric }).data, from * g.cols);
  }
  return g;
}
