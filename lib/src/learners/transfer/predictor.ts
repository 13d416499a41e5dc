import { allFinite, checkFinite, checkMatrix, checkNonNegative, checkSamePrecision } from '../../check.js';
import { borrowed } from '../../elementwise/borrowed.js';
import { InputError, NumericalError } from '../../errors.js';
import type { FixedPoints } from '../../kernels/kernel.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { solveSpd } from '../../linalg/solve-spd.js';

/** Whatever gives c outputs for each row of x `(n, d)`: a kernel machine, a network, a transferred predictor. */
export interface Predictor {
  /** f(X), `(n, c)`. */
  predict(x: Matrix): Matrix;
}

/** What kernel regression needs of a kernel. */
export interface GramFunction {
  /** K(X, Z), or K(X, X) without `z`, with its exact diagonal. */
  matrix(x: Matrix, z?: Matrix): Matrix;
  /** The same of fixed points, for kernels that have work to spare there. */
  against?(x: Matrix): FixedPoints;
}

/** K(X, X), and K(Z, X) of many Z. */
export function against(kernel: GramFunction, x: Matrix): FixedPoints {
  return kernel.against?.(x) ?? { gram: () => kernel.matrix(x), matrix: (z) => kernel.matrix(z, x) };
}

export interface KernelRegressionOptions {
  kernel: GramFunction;
  /** λ of (K + λI) A = Y. Default 0: the interpolant. */
  ridge?: number;
}

/**
 * f(x) = k(x, X) (K(X, X) + λI)⁻¹ Y; x `(n, d)`, y `(n, c)`. Radhakrishnan et al. (2023), Transfer learning with kernel
 * methods, Methods.
 * @throws InputError on shapes, precisions or numbers that do not fit.
 * @throws NumericalError if K + λI is not positive definite, as with repeated rows and λ = 0.
 * @example
 * ```ts
 * const [x, y] = [fromRows([[0], [1]]), fromRows([[2], [3]])];
 * kernelRegression(x, y, { kernel: laplace({ bandwidth: 1 }) }).predict(x); // [[2], [3]]
 * ```
 */
export function kernelRegression(x: Matrix, y: Matrix, options: KernelRegressionOptions): Predictor {
  const fn = 'kernelRegression';
  const { kernel, ridge = 0 } = options;
  checkMatrix(fn, 'x', x);
  checkFinite(fn, 'x', x.data);
  const points = against(kernel, x);
  const { rows, cols, precision } = x;
  const alpha = borrowed(rows, rows, precision, (storage) =>
    kernelCoefficients(fn, points.gram(storage), y, ridge),
  );
  return {
    predict(z) {
      checkMatrix(`${fn}.predict`, 'x', z, { cols });
      return points.times?.(z, alpha) ?? matmul(points.matrix(z), alpha);
    },
  };
}

/** (K + λI)⁻¹ Y over the storage of K, `(n, c)`. */
export function kernelCoefficients(fn: string, gram: Matrix, y: Matrix, ridge: number): Matrix {
  checkMatrix(fn, 'y', y, { rows: gram.rows });
  checkSamePrecision(fn, { x: gram, y });
  checkFinite(fn, 'y', y.data);
  checkNonNegative(fn, 'ridge', ridge);
  for (let i = 0; i < gram.rows; i++) gram.set(i, i, gram.get(i, i) + ridge);
  return checkSolved(fn, solveSpd(gram, y), ridge);
}

/** @throws NumericalError unless there are coefficients, all of them finite. */
export function checkSolved(fn: string, alpha: Matrix | undefined, ridge: number): Matrix {
  if (alpha === undefined || !allFinite(alpha.data)) {
    throw new NumericalError(
      `${fn}: the kernel matrix with ridge ${ridge} is not positive definite; remove repeated rows, or raise the ridge`,
    );
  }
  return alpha;
}

/** a - b, entry by entry. */
export function difference(fn: string, a: Matrix, b: Matrix): Matrix {
  if (a.rows !== b.rows || a.cols !== b.cols) {
    throw new InputError(
      fn,
      'source',
      `gives (${b.rows}, ${b.cols})`,
      `the target's labels are (${a.rows}, ${a.cols}); project where the outputs mean other things`,
    );
  }
  const result = zeros(a.rows, a.cols, a.precision);
  for (let i = 0; i < result.data.length; i++) result.data[i] = a.data[i] - b.data[i];
  return result;
}

/** a + b, entry by entry, over a. */
export function added(a: Matrix, b: Matrix): Matrix {
  for (let i = 0; i < a.data.length; i++) a.data[i] += b.data[i];
  return a;
}
