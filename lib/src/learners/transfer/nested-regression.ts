import { checkInteger, checkMatrix, checkNonNegative, checkSamePrecision } from '../../check.js';
import { borrowed } from '../../elementwise/borrowed.js';
import { permutedUpper } from '../../elementwise/permuted-upper.js';
import { InputError } from '../../errors.js';
import { columnsOf } from '../../linalg/columns.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { solveLeading } from '../../linalg/solve-leading.js';
import { checkSolved } from './predictor.js';

export interface NestedRegressionOptions {
  /** K(X, X), `(n, n)`. */
  gram: Matrix;
  /** K(Z, X), `(m, n)`. */
  across: Matrix;
  /** `(n, c)`. */
  y: Matrix;
  /** Order in which the examples arrive: a subset of size s is its first s. */
  order: ArrayLike<number>;
  sizes: readonly number[];
  /** λ of (K + λI) A = Y. Default 0. */
  ridge?: number;
}

/**
 * f_s(z) = k(z, X_s) (K(X_s, X_s) + λI)⁻¹ Y_s of nested subsets X_s, the first s examples of an order: a learning curve of
 * `kernelRegression`, `(m, c)` for each size, by one factorisation, two triangular solves and one product.
 * @throws InputError on shapes, precisions, sizes or a ridge that do not fit.
 * @throws NumericalError if K + λI is not positive definite on the largest subset.
 */
export function nestedRegression(options: NestedRegressionOptions): Matrix[] {
  const fn = 'nestedRegression';
  const { gram, across, y, order, sizes, ridge = 0 } = options;
  checkMatrix(fn, 'gram', gram, { rows: y.rows, cols: y.rows });
  checkMatrix(fn, 'across', across, { cols: y.rows });
  checkSamePrecision(fn, { gram, across, y });
  checkNonNegative(fn, 'ridge', ridge);
  if (sizes.length === 0) throw new InputError(fn, 'sizes', 'is empty', 'give at least one');
  sizes.forEach((size, s) => checkInteger(fn, `sizes[${s}]`, size, 1));
  const most = Math.max(...sizes);
  checkOrder(fn, order, most, y.rows);
  const labels = zeros(most, y.cols, y.precision);
  for (let i = 0; i < most; i++) labels.row(i).set(y.row(order[i]));
  const solved = borrowed(most, most, y.precision, (own) => {
    permutedUpper(gram, order, own);
    for (let i = 0; i < most; i++) own.data[i * most + i] += ridge;
    return checkSolved(fn, solveLeading(own, labels, sizes), ridge);
  });
  // Coefficients to the places of their examples, which costs less than to bring the columns of K(Z, X) in order.
  const alpha = zeros(y.rows, solved.cols, y.precision);
  for (let i = 0; i < most; i++) alpha.row(order[i]).set(solved.row(i));
  const outputs = matmul(across, alpha);
  return sizes.map((_, s) => columnsOf(outputs, s * y.cols, y.cols));
}

function checkOrder(fn: string, order: ArrayLike<number>, most: number, n: number): void {
  if (order.length < most) {
    throw new InputError(fn, 'order', `has ${order.length} places`, `the largest size is ${most}`);
  }
  for (let i = 0; i < most; i++) {
    if (!(Number.isInteger(order[i]) && order[i] >= 0 && order[i] < n))
      throw new InputError(fn, `order[${i}]`, `is ${order[i]}`, `give places from 0 to ${n - 1}`);
  }
}
