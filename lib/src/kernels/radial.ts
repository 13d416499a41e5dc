import { checkMatrix, checkSamePrecision } from '../check.js';
import type { SquaredNorms } from '../elementwise/gram-maps.js';
import { borrowed } from '../elementwise/borrowed.js';
import { heap } from '../elementwise/heap.js';
import { mapSymmetric, type RadialShape } from '../elementwise/map-symmetric.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { symmetricProduct } from '../linalg/symmetric-product.js';
import { thinProduct } from '../linalg/thin-product.js';
import { checkCoefficients, checkPoints, checkRows, checkShapes, kernelStorage } from './arguments.js';
import { centreOf } from './centred-rows.js';
import type { Kernel, KernelSpec } from './kernel.js';
import type { Metric } from './metric.js';
import { metricForm, type MetricForm } from './metric-form.js';
import { lowerProducts, measuredPoints, movedPoints, pointsOf, squaredNorms } from './moved-points.js';
import { pairStorage } from './pair-storage.js';

/** k(x, z) = φ(r) of the distance alone: what tells such kernels apart. */
export interface RadialKernel {
  readonly spec: KernelSpec;
  readonly bandwidth: number;
  withBandwidth(bandwidth: number): Kernel;
  /** φ and -φ' / r for symmetric matrices. */
  readonly shape: RadialShape;
  /** g <- φ(r), in place over inner products. */
  value(gram: Matrix, norms: SquaredNorms): void;
  /** g <- -φ'(r) / r, and 0 where r = 0. */
  factor(gram: Matrix, norms: SquaredNorms): void;
}

// Numbers in a block of the work matrices: large enough for the products to run at full speed.
const BLOCK = 2 ** 22;
// Of points that are compared with fixed ones, and of their kernels: each block brings the fixed ones into BLAS's order
// anew.
const COMPARED = 2 ** 23;

/** The kernel of a radial shape: distances from inner products, so that all n² d work is matrix products. */
export function radialKernel(radial: RadialKernel): Kernel {
  const { name } = radial.spec;
  return {
    spec: radial.spec,
    bandwidth: radial.bandwidth,
    withBandwidth: (bandwidth) => radial.withBandwidth(bandwidth),

    matrix(x, z, { metric, out } = {}) {
      const fn = `${name}.matrix`;
      checkShapes(fn, x, z);
      const target = kernelStorage(fn, x, z ?? x, out);
      const fixed = z ?? x;
      return borrowed(fixed.rows, fixed.cols, fixed.precision, (space) => {
        const points = comparable(radial, fn, { x: fixed, as: z === undefined ? 'x' : 'z', metric, space });
        return z === undefined ? points.gram(target) : points.matrix(x, 'x', target);
      });
    },

    against(x, { metric, storage } = {}) {
      const fn = `${name}.against`;
      checkShapes(fn, x);
      const { rows, cols, precision } = x;
      const space = storage ?? zeros(rows, cols, precision);
      checkMatrix(fn, 'storage', space, { rows, cols });
      checkSamePrecision(fn, { x, storage: space });
      const points = comparable(radial, fn, { x, as: 'x', metric, space });
      const check = (z: Matrix): void => {
        checkMatrix(fn, 'z', z, { cols });
        checkSamePrecision(fn, { x: space, z });
      };
      return {
        gram: (out) => points.gram(kernelStorage(fn, space, space, out)),
        matrix(z, out) {
          check(z);
          return points.matrix(z, 'z', kernelStorage(fn, z, space, out));
        },
        times(z, b) {
          check(z);
          checkMatrix(fn, 'b', b, { rows });
          checkSamePrecision(fn, { x: space, b });
          return points.times(z, 'z', b);
        },
      };
    },

    gradients(x, alpha, z, { metric } = {}) {
      const fn = `${name}.gradients`;
      checkPoints(fn, x, z);
      checkCoefficients(fn, x, alpha);
      const form = metricForm(fn, metric, x.cols, x.precision);
      const u = movedPoints(form, x, x);
      const v = movedPoints(form, z, x);
      const zNorms = squaredNorms(fn, u);
      const result = zeros(z.rows, alpha.cols * x.cols, x.precision);
      const step = Math.max(1, Math.floor(BLOCK / x.rows));
      for (let from = 0; from < z.rows; from += step) {
        const to = Math.min(from + step, z.rows);
        const block = pointsOf(v, from, to);
        const factors = matmul(block.w, u.u, { transB: true });
        radial.factor(factors, { xNorms: squaredNorms(fn, block), zNorms });
        const times = (b: Matrix, sums: Matrix): void => void matmul(factors, b, { out: sums });
        pulledGradients(times, u.u, alpha, block.u, form, rowView(result, from, to));
      }
      return result;
    },

    trainingPair(x, { metric, storage } = {}) {
      const fn = `${name}.trainingPair`;
      checkPoints(fn, x);
      const form = metricForm(fn, metric, x.cols, x.precision);
      const u = movedPoints(form, x, x);
      const pair = pairStorage(storage, 0, x.rows, x.precision);
      lowerProducts(u, pair);
      mapSymmetric(pair, radial.shape, { norms: squaredNorms(fn, u), factors: true });
      return {
        upper: pair,
        storage: [pair],
        gradients(alpha, from = 0, to = x.rows) {
          checkCoefficients(`${name}.gradients`, x, alpha);
          checkRows(`${name}.gradients`, from, to, x.rows);
          const result = zeros(to - from, alpha.cols * x.cols, x.precision);
          const times = (b: Matrix, out: Matrix): void => void symmetricProduct(pair, b, { from, to, out });
          withoutDiagonal(pair, from, to, () =>
            pulledGradients(times, u.u, alpha, rowView(u.u, from, to), form, result),
          );
          return result;
        },
      };
    },
  };
}

/** What others are compared with: x, named `as` in errors, and storage of its shape for it. */
interface Fixed {
  x: Matrix;
  as: string;
  metric: Metric | undefined;
  space: Matrix;
}

/** X with its centre and lengths, its kernel matrices into `out`, and products with them; shapes are not checked. */
function comparable(
  radial: RadialKernel,
  fn: string,
  { x, as, metric, space }: Fixed,
): {
  gram(out: Matrix): Matrix;
  matrix(z: Matrix, as: string, out: Matrix): Matrix;
  times(z: Matrix, as: string, b: Matrix): Matrix;
} {
  const form = metricForm(fn, metric, x.cols, x.precision);
  const centre = centreOf(x);
  const fixed = measuredPoints(fn, as, x, { form, centre, space });
  const fill = (z: Matrix, name: string, out: Matrix): void =>
    borrowed(z.rows, z.cols, z.precision, (room) => {
      const { w, norms } = measuredPoints(fn, name, z, { form, centre, space: room });
      matmul(w, fixed.u, { transB: true, out });
      radial.value(out, { xNorms: norms, zNorms: fixed.norms });
    });
  return {
    gram(out) {
      mapSymmetric(lowerProducts(fixed, out), radial.shape, { norms: fixed.norms });
      return out;
    },
    matrix(z, name, out) {
      inBlocks(z.rows, z.cols, (from, to) => fill(rowView(z, from, to), name, rowView(out, from, to)));
      return out;
    },
    times(z, name, b) {
      const out = zeros(z.rows, b.cols, b.precision);
      inBlocks(z.rows, Math.max(x.rows, z.cols), (from, to) =>
        borrowed(to - from, x.rows, b.precision, (k) => {
          fill(rowView(z, from, to), name, k);
          thinProduct(k, b, { out: rowView(out, from, to) });
        }),
      );
      return out;
    },
  };
}

/** Calls `use` with ranges of rows of `width` numbers, as large as a block may be and about equal. */
function inBlocks(rows: number, width: number, use: (from: number, to: number) => void): void {
  const count = Math.ceil((rows * width) / COMPARED);
  const step = Math.ceil(rows / count);
  for (let from = 0; from < rows; from += step) use(from, Math.min(from + step, rows));
}

/** Calls `use` while the diagonal is 0 in these rows: a point has no gradient of its own. */
function withoutDiagonal(a: Matrix, from: number, to: number, use: () => void): void {
  const held = zeros(1, to - from, a.precision);
  for (let i = from; i < to; i++) {
    held.data[i - from] = a.get(i, i);
    a.set(i, i, 0);
  }
  try {
    use();
  } finally {
    for (let i = from; i < to; i++) a.set(i, i, held.data[i - from]);
  }
}

/**
 * Row j of `result`, l-th part: Σ_i F_ji alpha_il M (x_i - z_j); `times` is F `(m, n)` times a matrix. All outputs of a
 * block are one product, with alpha_l * [U | 1] side by side. The work lies in the kernels' heap: what the garbage
 * collector has to take back costs it more than the sums.
 */
function pulledGradients(
  times: (b: Matrix, out: Matrix) => void,
  u: Matrix,
  alpha: Matrix,
  v: Matrix,
  form: MetricForm,
  result: Matrix,
): void {
  const [{ rows: n, cols: r }, m, c] = [u, v.rows, alpha.cols];
  const d = result.cols / c;
  const step = Math.min(c, Math.max(1, Math.floor(BLOCK / (n * (r + 1)))));
  const space = (rows: number): Real =>
    u.precision === 'float64' ? heap.float64(rows * step * (r + 1)) : heap.float32(rows * step * (r + 1));
  const [weights, sums] = [space(n), space(m)];
  const part = (data: Real, rows: number, cols: number): Matrix =>
    new Matrix(rows, cols, data.subarray(0, rows * cols));
  try {
    for (let from = 0; from < c; from += step) {
      const count = Math.min(step, c - from);
      const weighted = part(weights, n, count * (r + 1));
      weightedPoints(u, alpha, from, weighted);
      times(weighted, part(sums, m, weighted.cols));
      differences(sums, v, count);
      const moved = part(sums, m * count, r);
      if (count === c) {
        form.back(moved, new Matrix(m * c, d, result.data));
        continue;
      }
      const { data } = form.back(moved);
      const width = count * d;
      for (let j = 0; j < m; j++)
        result.data.set(data.subarray(j * width, (j + 1) * width), (j * c + from) * d);
    }
  } finally {
    heap.free(weights);
    heap.free(sums);
  }
}

/** out <- [alpha_l * [U | 1], l = from, from + 1, ...]. */
function weightedPoints(u: Matrix, alpha: Matrix, from: number, out: Matrix): void {
  const { rows: n, cols: r } = u;
  const to = from + out.cols / (r + 1);
  for (let i = 0, k = 0; i < n; i++) {
    for (let l = from; l < to; l++) {
      const weight = alpha.data[i * alpha.cols + l];
      for (let j = 0; j < r; j++, k++) out.data[k] = weight * u.data[i * r + j];
      out.data[k++] = weight;
    }
  }
}

/**
 * Rows [Σ_i F_ji alpha_il u_i | Σ_i F_ji alpha_il], `count` a point, made into Σ_i F_ji alpha_il (u_i - v_j), of r
 * numbers each, in place.
 */
function differences(sums: Real, v: Matrix, count: number): void {
  const { rows: m, cols: r } = v;
  for (let j = 0, k = 0, from = 0; j < m; j++) {
    for (let l = 0; l < count; l++) {
      const total = sums[from + r];
      for (let i = 0; i < r; i++, k++, from++) sums[k] = sums[from] - total * v.data[j * r + i];
      from++;
    }
  }
}
