import { checkFinite, checkMatrix, checkSamePrecision, checkVector } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { cholesky } from '../linalg/cholesky.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';

/**
 * The feature matrix M of the distance r² = (x - z)ᵀ M (x - z), M positive semidefinite, in the form it is kept in:
 * full `(d, d)`; its diagonal, `(d)`; or low rank as a factor A `(r, d)` with M = AᵀA. M itself, never its root.
 */
export type Metric = Matrix | Real | { readonly factor: Matrix };

/** Points X in the coordinates of M: <x_i, x_j>_M = w_i · u_j. */
export interface MetricPoints {
  /** `(n, r)`. */
  u: Matrix;
  /** `(n, r)`; the same matrix as `u` where M = R Rᵀ is at hand as u = Rᵀ x. */
  w: Matrix;
}

/** M made ready for use. */
export interface MetricForm {
  /** X `(n, d)` in the coordinates of M. */
  points(x: Matrix): MetricPoints;
  /** Differences V of `u`s, `(m, r)`, to M times those of the points, `(m, d)`. May overwrite V. */
  back(v: Matrix): Matrix;
}

/**
 * `metric` checked against the points' `d` columns and precision. Full M is used through its Cholesky factor, or, where M
 * is singular, as it is.
 *
 * @throws InputError if the metric has another size or precision, is not finite, or not symmetric and semidefinite.
 */
export function metricForm(
  fn: string,
  metric: Metric | undefined,
  d: number,
  precision: Precision,
): MetricForm {
  if (metric === undefined)
    return rooted(
      (x) => x,
      (v) => v,
    );
  if (metric instanceof Float64Array || metric instanceof Float32Array) {
    const scales = checkedDiagonal(fn, metric, d, precision).map(Math.sqrt);
    return rooted(
      (x) => scaled(x, scales, zeros(x.rows, d, precision)),
      (v) => scaled(v, scales, v),
    );
  }
  if (metric !== null && typeof metric === 'object' && 'factor' in metric) {
    const a = metric.factor;
    checkMetricMatrix(fn, 'metric.factor', a, { cols: d }, precision);
    return rooted(
      (x) => matmul(x, a, { transB: true }),
      (v) => matmul(v, a),
    );
  }
  checkMetricMatrix(fn, 'metric', metric, { rows: d, cols: d }, precision);
  const root = choleskyRoot(metric);
  if (root !== undefined)
    return rooted(
      (x) => matmul(x, root),
      (v) => matmul(v, root, { transB: true }),
    );
  checkSemidefinite(fn, metric);
  return { points: (x) => ({ u: x, w: matmul(x, metric) }), back: (v) => matmul(v, metric) };
}

function rooted(move: (x: Matrix) => Matrix, back: (v: Matrix) => Matrix): MetricForm {
  return {
    points(x) {
      const u = move(x);
      return { u, w: u };
    },
    back,
  };
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

function checkMetricMatrix(
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

function scaled(x: Matrix, scales: Real, out: Matrix): Matrix {
  for (let k = 0, i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++, k++) out.data[k] = x.data[k] * scales[j];
  }
  return out;
}

/**
 * L with M = L Lᵀ, or nothing where M is singular, as an AGOP of few gradients is. In double precision: single precision
 * makes the small pivots negative.
 */
function choleskyRoot(metric: Matrix, shift = 0): Matrix | undefined {
  const double = new Matrix(metric.rows, metric.cols, Float64Array.from(metric.data));
  for (let i = 0; i < double.rows; i++) double.data[i * (double.cols + 1)] += shift;
  try {
    const { data } = cholesky(double, { out: double });
    return metric.precision === 'float64'
      ? double
      : new Matrix(metric.rows, metric.cols, Float32Array.from(data));
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}

// A semidefinite M that was added up in single precision, or printed with six digits, has eigenvalues a little below 0.
const NEGATIVE = 1e-4;

function checkSemidefinite(fn: string, metric: Matrix): void {
  let largest = 0;
  for (let i = 0; i < metric.rows; i++) largest = Math.max(largest, metric.get(i, i));
  if (metric.data.every((entry) => entry === 0)) return;
  if (largest > 0 && choleskyRoot(metric, NEGATIVE * largest) !== undefined) return;
  throw new InputError(
    fn,
    'metric',
    `has an eigenvalue below ${-NEGATIVE * largest}, -${NEGATIVE} of its largest diagonal entry`,
    'give a positive semidefinite matrix',
  );
}
