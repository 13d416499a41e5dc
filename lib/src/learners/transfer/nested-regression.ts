import { checkInteger, checkMatrix, checkNonNegative, checkSamePrecision } from '../../check.js';
import { borrowed } from '../../elementwise/borrowed.js';
import { permutedUpper } from '../../elementwise/permuted-upper.js';
import { workerThreads } from '../../elementwise/pool.js';
import { InputError } from '../../errors.js';
import { columnsOf } from '../../linalg/columns.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix } from '../../linalg/matrix.js';
import { solveLeading } from '../../linalg/solve-leading.js';
import { checkSolved } from './predictor.js';

export interface NestedRegressionOptions {
  /** K(X, X), `(n, n)`. */
  gram: Matrix;
  /** K(Z, X), `(m, n)`. */
  across: Matrix;
  /** `(n, c)`. */
  y: Matrix;
  /** Orders in which the examples arrive: a subset of size s is the first s of one. */
  orders: readonly ArrayLike<number>[];
  sizes: readonly number[];
  /** λ of (K + λI) A = Y. Default 0. */
  ridge?: number;
}

/**
 * f_s(z) = k(z, X_s) (K(X_s, X_s) + λI)⁻¹ Y_s of nested subsets X_s, the first s examples of an order: learning curves of
 * `kernelRegression`, `(m, c)` for each order and size, by one factorisation and two triangular solves an order, and one
 * product.
 * @throws InputError on shapes, precisions, sizes or a ridge that do not fit.
 * @throws NumericalError if K + λI is not positive definite on the largest subset of an order.
 */
export function nestedRegression(options: NestedRegressionOptions): Matrix[][] {
  const fn = 'nestedRegression';
  const { gram, across, y, orders, sizes, ridge = 0 } = options;
  checkMatrix(fn, 'gram', gram, { rows: y.rows, cols: y.rows });
  checkMatrix(fn, 'across', across, { cols: y.rows });
  checkSamePrecision(fn, { gram, across, y });
  checkNonNegative(fn, 'ridge', ridge);
  for (const [name, list] of Object.entries({ orders, sizes })) {
    if (list.length === 0) throw new InputError(fn, name, 'is empty', 'give at least one');
  }
  sizes.forEach((size, s) => checkInteger(fn, `sizes[${s}]`, size, 1));
  const most = Math.max(...sizes);
  orders.forEach((order, k) => checkOrder(fn, `orders[${k}]`, order, most, y.rows));
  const width = y.cols * sizes.length;
  return borrowed(y.rows, width * orders.length, y.precision, (alpha) => {
    alpha.data.fill(0);
    for (let first = 0; first < orders.length;) {
      const count = solvedAtOnce(orders.length - first);
      coefficients({ ...options, ridge }, [first, first + count], alpha);
      first += count;
    }
    return borrowed(across.rows, alpha.cols, y.precision, (out) => {
      matmul(across, alpha, { out });
      return orders.map((_, k) => sizes.map((_, s) => columnsOf(out, k * width + s * y.cols, y.cols)));
    });
  });
}

/**
 * Coefficients of orders `from` to `to`, beside those of the others: in the places of their examples, which costs less than to
 * bring the columns of K(Z, X) in order.
 */
function coefficients(
  { gram, y, orders, sizes, ridge }: NestedRegressionOptions & { ridge: number },
  [from, to]: [number, number],
  alpha: Matrix,
): void {
  const group = orders.slice(from, to);
  const most = Math.max(...sizes);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  borrowed(group.length, most * (most + y.cols) + all * y.cols, y.precision, ({ data }) => {
    let at = 0;
    const next = (rows: number, cols: number): Matrix =>
      new Matrix(rows, cols, data.subarray(at, (at += rows * cols)));
    const systems = group.map((order) => {
      const [a, b] = [next(most, most), next(most, y.cols)];
      permutedUpper(gram, order, a);
      for (let i = 0; i < most; i++) {
        a.data[i * most + i] += ridge;
        copyRow(y, order[i] * y.cols, b, i * y.cols, y.cols);
      }
      return { a, b, x: sizes.map((size) => next(size, y.cols)) };
    });
    const solved = solveLeading(systems);
    systems.forEach(({ x }, k) =>
      x.forEach((part, s) => {
        checkSolved('nestedRegression', solved ? part : undefined, ridge);
        const first = ((from + k) * sizes.length + s) * y.cols;
        for (let i = 0; i < part.rows; i++)
          copyRow(part, i * y.cols, alpha, group[k][i] * alpha.cols + first, y.cols);
      }),
    );
  });
}

/** Few numbers: a view of each row would take longer than they do. */
function copyRow(from: Matrix, at: number, to: Matrix, place: number, count: number): void {
  for (let j = 0; j < count; j++) to.data[place + j] = from.data[at + j];
}

/** How many of the systems left are solved side by side: as many as there are threads, if that keeps most of them at work. */
function solvedAtOnce(left: number): number {
  const threads = workerThreads();
  if (left >= threads) return threads;
  return 2 * left > threads ? left : 1;
}

function checkOrder(fn: string, name: string, order: ArrayLike<number>, most: number, n: number): void {
  if (order.length < most) {
    throw new InputError(fn, name, `has ${order.length} places`, `the largest size is ${most}`);
  }
  for (let i = 0; i < most; i++) {
    if (!(Number.isInteger(order[i]) && order[i] >= 0 && order[i] < n))
      throw new InputError(fn, `${name}[${i}]`, `is ${order[i]}`, `give places from 0 to ${n - 1}`);
  }
}
