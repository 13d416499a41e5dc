import { matmul } from '../linalg/matmul.js';
import type { Matrix, Precision } from '../linalg/matrix.js';
import { checkedMetric, type Metric, scaleColumns } from './metric.js';

/** Points X in the coordinates of M: <x_i, x_j>_M = w_i · u_j. */
export interface MetricPoints {
  /** `(n, r)`. */
  readonly u: Matrix;
  /** `(n, r)`; `u` itself where M = R Rᵀ is at hand, u = Rᵀ x. */
  readonly w: Matrix;
}

/** M made ready for inner products. */
export interface MetricForm {
  /** X `(n, d)` in the coordinates of M. */
  points(x: Matrix): MetricPoints;
  /** Differences V of `u`s, `(m, r)`, to M times those of the points, `(m, d)`, in `out`, V itself or new storage. */
  back(v: Matrix, out?: Matrix): Matrix;
}

/**
 * The inner product of `metric`. Full M is used through its Cholesky factor, or, where it is singular, as it is.
 *
 * @throws InputError as checkedMetric.
 */
export function metricForm(
  fn: string,
  metric: Metric | undefined,
  d: number,
  precision: Precision,
): MetricForm {
  if (metric === undefined) return { points: rooted((x) => x), back: copied };
  const checked = checkedMetric(fn, metric, d, precision);
  if ('scales' in checked) {
    const { scales } = checked;
    return {
      points: rooted((x) => scaleColumns(x, scales)),
      back: (v, out = v) => scaleColumns(v, scales, out),
    };
  }
  if ('factor' in checked) {
    const { factor } = checked;
    return {
      points: rooted((x) => matmul(x, factor, { transB: true })),
      back: (v, out) => matmul(v, factor, { out }),
    };
  }
  const { full, root } = checked;
  if (root === undefined) {
    return { points: (x) => ({ u: x, w: matmul(x, full) }), back: (v, out) => matmul(v, full, { out }) };
  }
  return { points: rooted((x) => matmul(x, root)), back: (v, out) => matmul(v, root, { transB: true, out }) };
}

function copied(v: Matrix, out?: Matrix): Matrix {
  out?.data.set(v.data);
  return out ?? v;
}

function rooted(move: (x: Matrix) => Matrix): (x: Matrix) => MetricPoints {
  return (x) => {
    const u = move(x);
    return { u, w: u };
  };
}
