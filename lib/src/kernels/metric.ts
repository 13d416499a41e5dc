import { checkFinite, checkMatrix, checkSamePrecision, checkSymmetric, checkVector } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { cholesky } from '../linalg/cholesky.js';
import { Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';

/**
 * The feature matrix M of the distance r² = (x - z)ᵀ M (x - z), M positive semidefinite, in the form it is kept in:
 * full `(d, d)`; its diagonal, `(d)`; or low rank as a factor A `(r, d)` with M = AᵀA. M itself, never its root.
 */
export type Metric = Matrix | Real | { readonly factor: Matrix };

/** A metric that fits: the roots of a diagonal, a factor, or full M with its Cholesky factor if it is not singular. */
export type CheckedMetric =
  | { readonly scales: Real }
  | { readonly factor: Matrix }
  | { readonly full: Matrix; readonly root: Matrix | undefined };

/**
 * Checks a metric for points of `d` columns and the given precision.
 *
 * @throws InputError if it has another size or precision, is not finite, or not symmetric and positive semidefinite.
 */
export function checkedMetric(fn: string, metric: Metric, d: number, precision: Precision): CheckedMetric {
  if (metric instanceof Float64Array || metric instanceof Float32Array) {
    return { scales: checkedDiagonal(fn, metric, d, precision).map(Math.sqrt) };
  }
  if (metric !== null && typeof metric === 'object' && 'factor' in metric) {
    checkEntries(fn, 'metric.factor', metric.factor, { cols: d }, precision);
    return metric;
  }
  checkEntries(fn, 'metric', metric, { rows: d, cols: d }, precision);
  checkSymmetric(fn, 'metric', metric);
  const root = choleskyRoot(metric);
  if (root === undefined) checkSemidefinite(fn, metric);
  return { full: metric, root };
}

/** X with its columns times `scales`, `(n, d)`; `out` may be X. */
export function scaleColumns(
  x: Matrix,
  scales: Real,
  out: Matrix = zeros(x.rows, x.cols, x.precision),
): Matrix {
  for (let k = 0, i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++, k++) out.data[k] = x.data[k] * scales[j];
  }
  return out;
}

function checkedDiagonal(fn: string, diagonal: Real, d: number, precision: Precision): Real {
  checkVector(fn, 'metric', diagonal, d, precision);
  checkFinite(fn, 'metric', diagonal);
  const at = diagonal.findIndex((entry) => entry < 0);
  if (at >= 0) {
    throw new InputError(fn, 'metric', `has ${diagonal[at]} at position ${at}`, 'its entries are at least 0');
  }
  return diagonal;
}

function checkEntries(
  fn: string,
  argument: string,
  a: Matrix,
  shape: { rows?: number; cols: number },
  precision: Precision,
): void {
  checkMatrix(fn, argument, a, shape);
  checkSamePrecision(fn, { x: zeros(0, 0, precision), [argument]: a });
  checkFinite(fn, argument, a.data);
}

/**
 * L with M + shift I = L Lᵀ, or nothing where that is singular, as an AGOP of few gradients is. In double precision:
 * single precision makes the small pivots negative.
 */
function choleskyRoot(metric: Matrix, shift = 0): Matrix | undefined {
  const double = new Matrix(metric.rows, metric.cols, Float64Array.from(metric.data));
  for (let i = 0; i < double.rows; i++) double.data[i * (double.cols + 1)] += shift;
  try {
    cholesky(double, { out: double });
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
  return metric.precision === 'float64'
    ? double
    : new Matrix(metric.rows, metric.cols, Float32Array.from(double.data));
}

// A semidefinite M that was added up in single precision, or printed with six digits, has eigenvalues a little below 0.
const NEGATIVE = 1e-4;

function checkSemidefinite(fn: string, metric: Matrix): void {
  if (metric.data.every((entry) => entry === 0)) return;
  let largest = 0;
  for (let i = 0; i < metric.rows; i++) largest = Math.max(largest, metric.get(i, i));
  if (largest > 0 && choleskyRoot(metric, NEGATIVE * largest) !== undefined) return;
  throw new InputError(
    fn,
    'metric',
    `has an eigenvalue below -${NEGATIVE} of its largest diagonal entry, ${largest}`,
    'give a positive semidefinite matrix',
  );
}
