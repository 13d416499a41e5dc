import { checkInteger } from '../check.js';
import { mapTangent } from '../elementwise/map-tangent.js';
import { InputError } from '../errors.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { checkCoefficients, checkPoints, checkRows, kernelStorage } from './arguments.js';
import type { Kernel } from './kernel.js';
import { type MetricForm, metricForm, type MetricPoints } from './metric-form.js';
import { innerProducts, pointsOf, squaredNorms } from './moved-points.js';
import { pairStorage } from './pair-storage.js';
import { weightedColumns } from './weighted-columns.js';

// Numbers in a block of the work matrices.
const BLOCK = 2 ** 22;

/**
 * k(x, z) = |x| |z| T_depth(c), c = <x, z> / (|x| |z|), <x, z> = xᵀ M z: the tangent kernel of an infinitely wide ReLU
 * network of `depth` hidden layers without biases, weights of variance 2 / width (Jacot et al. 2018; arc-cosine kernels
 * of Cho and Saul 2009). T_0 = c_0 = c, c_{h+1} = k1(c_h), T_{h+1} = T_h k0(c_h) + c_{h+1}. It has no bandwidth.
 *
 * ∇_z k = M (T'(c) x + (|x| / |z|) (T(c) - c T'(c)) z), T' by the same recursion; the infinite part of T' at c = ±1 and
 * the gradient at z = 0 are left out.
 *
 * @throws InputError unless `depth` is an integer of at least 1.
 * @example
 * ```ts
 * reluNtk({ depth: 1 }).matrix(fromRows([[1, 0]]), fromRows([[1, 0], [0, 1]])); // [[2, 0.318310]]
 * ```
 */
export function reluNtk({ depth = 1 }: { depth?: number } = {}): Kernel {
  checkInteger('reluNtk', 'depth', depth, 1);
  const spec = { name: 'reluNtk', depth };

  const matrix: Kernel['matrix'] = (x, z, { metric, out } = {}) => {
    const fn = 'reluNtk.matrix';
    checkPoints(fn, x, z);
    const target = kernelStorage(fn, x, z ?? x, out);
    const form = metricForm(fn, metric, x.cols, x.precision);
    const points = form.points(x);
    const others = z === undefined ? points : form.points(z);
    if (z === undefined) innerProducts(points, target);
    else matmul(points.w, others.u, { transB: true, out: target });
    mapTangent(target, { xLengths: lengths(fn, points), zLengths: lengths(fn, others), depth });
    return target;
  };

  const gradients: Kernel['gradients'] = (x, alpha, z, { metric } = {}) => {
    const fn = 'reluNtk.gradients';
    checkPoints(fn, x, z);
    checkCoefficients(fn, x, alpha);
    const form = metricForm(fn, metric, x.cols, x.precision);
    const [points, others] = [form.points(x), form.points(z)];
    const result = zeros(z.rows, alpha.cols * x.cols, x.precision);
    const pieces = { weighted: weightedColumns(points.u, alpha), alpha, form, depth };
    const step = Math.max(1, Math.floor(BLOCK / x.rows));
    for (let from = 0; from < z.rows; from += step) {
      const to = Math.min(from + step, z.rows);
      result.data.set(blockGradients(points, pointsOf(others, from, to), pieces).data, from * result.cols);
    }
    return result;
  };

  return {
    spec,
    bandwidth: undefined,
    withBandwidth(bandwidth) {
      throw new InputError('reluNtk.withBandwidth', 'bandwidth', `is ${bandwidth}`, 'this kernel has none');
    },

    matrix,
    gradients,

    // The slopes are computed again, in blocks: the recursion is cheaper than another n x n matrix is large.
    trainingPair(x, { metric, storage } = {}) {
      checkPoints('reluNtk.trainingPair', x);
      const values = matrix(x, undefined, { metric, out: pairStorage(storage, 0, x.rows, x.precision) });
      return {
        upper: values,
        storage: [values],
        gradients(alpha, from = 0, to = x.rows) {
          checkRows('reluNtk.gradients', from, to, x.rows);
          return gradients(x, alpha, rowView(x, from, to), { metric });
        },
      };
    },
  };
}

function lengths(fn: string, points: MetricPoints): Real {
  // A metric that is semidefinite only up to rounding may make a square negative.
  return squaredNorms(fn, points).map((square) => Math.sqrt(Math.max(square, 0)));
}

interface Pieces {
  /** [alpha_1 * U | ... | alpha_c * U]. */
  weighted: Matrix;
  alpha: Matrix;
  form: MetricForm;
  depth: number;
}

/** M (p + z (f(z) - <z, p>) / |z|²) with p = Σ_i alpha_i T'(c_i) x_i: f is homogeneous, so that <z, ∇f> = f. */
function blockGradients(x: MetricPoints, z: MetricPoints, { weighted, alpha, form, depth }: Pieces): Matrix {
  const fn = 'reluNtk.gradients';
  const [m, r, c] = [z.u.rows, z.u.cols, alpha.cols];
  const values = matmul(z.w, x.u, { transB: true });
  const slopes = zeros(m, x.u.rows, values.precision);
  mapTangent(values, { xLengths: lengths(fn, z), zLengths: lengths(fn, x), depth, slopes });
  const outputs = matmul(values, alpha);
  const parts = new Matrix(m * c, r, matmul(slopes, weighted).data);
  const norms = squaredNorms(fn, z);
  for (let j = 0; j < m; j++) {
    for (let l = 0; l < c; l++) {
      const part = parts.row(j * c + l);
      if (!(norms[j] > 0)) {
        part.fill(0);
        continue;
      }
      let along = 0;
      for (let k = 0; k < r; k++) along += z.w.data[j * r + k] * part[k];
      const radial = (outputs.data[j * c + l] - along) / norms[j];
      for (let k = 0; k < r; k++) part[k] += radial * z.u.data[j * r + k];
    }
  }
  return form.back(parts);
}
