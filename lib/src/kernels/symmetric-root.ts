import { eigh } from '../linalg/eigh.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Precision } from '../linalg/matrix.js';
import { checkedMetric, type Metric, scaleColumns } from './metric.js';

/**
 * X -> X S, `(n, d)`, with the symmetric root S of `metric`: for kernels that see single coordinates, and so tell the
 * roots of M apart.
 * In double precision until the end.
 *
 * @throws InputError as checkedMetric.
 */
export function symmetricRoot(
  fn: string,
  metric: Metric | undefined,
  d: number,
  precision: Precision,
): (x: Matrix) => Matrix {
  if (metric === undefined) return (x) => x;
  const checked = checkedMetric(fn, metric, d, precision);
  if ('scales' in checked) return (x) => scaleColumns(x, checked.scales);
  const inDouble = (a: Matrix): Matrix => new Matrix(a.rows, a.cols, Float64Array.from(a.data));
  // What rounding makes of eigenvalues 0; its square root would be seen.
  const root =
    'factor' in checked
      ? rootOf(gram(inDouble(checked.factor), { of: 'columns' }), 1e-13)
      : rootOf(inDouble(checked.full), precision === 'float64' ? 1e-13 : 1e-6);
  const own = precision === 'float64' ? root : new Matrix(d, d, Float32Array.from(root.data));
  return (x) => matmul(x, own);
}

/** S = Σ √λ v vᵀ over the eigenvalues above clip · λmax; exactly symmetric. */
function rootOf(metric: Matrix, clip: number): Matrix {
  const { values, vectors } = eigh(metric);
  const least = clip * values[metric.rows - 1];
  const quarters = values.map((value) => (value > least ? value ** 0.25 : 0));
  return gram(scaleColumns(vectors, quarters, vectors));
}
