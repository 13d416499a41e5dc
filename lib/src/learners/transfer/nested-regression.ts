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
 * f_s(z) = k(z, X_s) (K(X_s, X_s) + λI)⁻¹ Y_s of nested subsets X_s, the first s examples of an order: learning curves
 * of `kernelRegression`, `(m, c)` for each order and size, by one factorisation and two triangular solves an order, and
 * one product. All examples make the same predictor in any order, which is solved for once.
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
  const curves = curvesOf(orders, sizes, y.rows);
  const width = y.cols * curves.reduce((sum, curve) => sum + curve.sizes.length, 0);
  return borrowed(y.rows, width, y.precision, (alpha) => {
    alpha.data.fill(0);
    for (const group of solvedAtOnce(curves)) coefficients(gram, y, group, ridge, alpha);
    return borrowed(across.rows, alpha.cols, y.precision, (out) => {
      matmul(across, alpha, { out });
      return curves.map(({ sizes: own, first }) =>
        sizes.map((size) => {
          const at = own.indexOf(size);
          // What a curve leaves to the first one has its size's place there.
          const place = at >= 0 ? first + at : sizes.indexOf(size);
          return columnsOf(out, place * y.cols, y.cols);
        }),
      );
    });
  });
}

/** An order with the sizes that are solved for in it, the first of them in place `first` of those of all curves. */
interface Curve {
  readonly order: ArrayLike<number>;
  readonly sizes: readonly number[];
  readonly first: number;
}

function curvesOf(orders: readonly ArrayLike<number>[], sizes: readonly number[], n: number): Curve[] {
  const permuted = orders.every((order) => new Set(Array.from(order).slice(0, n)).size === n);
  const others = permuted ? sizes.filter((size) => size !== n) : sizes;
  return orders.map((order, k) =>
    k === 0
      ? { order, sizes, first: 0 }
      : { order, sizes: others, first: sizes.length + (k - 1) * others.length },
  );
}

/**
 * Coefficients of some curves, beside those of the others: in the places of their examples, which costs less than to
 * bring the columns of K(Z, X) in order.
 */
function coefficients(gram: Matrix, y: Matrix, curves: readonly Curve[], ridge: number, alpha: Matrix): void {
  const c = y.cols;
  const lengths = curves.map((curve) => {
    const n = largest(curve);
    return n * (n + c) + curve.sizes.reduce((sum, size) => sum + size * c, 0);
  });
  const length = lengths.reduce((sum, one) => sum + one);
  borrowed(1, length, y.precision, ({ data }) => {
    let at = 0;
    const next = (n: number, cols: number): Matrix =>
      new Matrix(n, cols, data.subarray(at, (at += n * cols)));
    const systems = curves.map((curve) => {
      const { order, sizes } = curve;
      const n = largest(curve);
      const [a, b] = [next(n, n), next(n, c)];
      permutedUpper(gram, order, a);
      for (let i = 0; i < n; i++) {
        a.data[i * n + i] += ridge;
        for (let l = 0; l < c; l++) b.data[i * c + l] = y.data[order[i] * c + l];
      }
      return { a, b, x: sizes.map((size) => next(size, c)) };
    });
    const solved = solveLeading(systems);
    systems.forEach(({ x }, k) =>
      x.forEach((part, s) => {
        checkSolved('nestedRegression', solved ? part : undefined, ridge);
        const { order, first } = curves[k];
        const column = (first + s) * c;
        // An example that an order repeats has the sum of its coefficients.
        for (let i = 0, at = 0; i < part.rows; i++)
          for (let l = 0; l < c; l++, at++) alpha.data[order[i] * alpha.cols + column + l] += part.data[at];
      }),
    );
  });
}

function largest({ sizes }: Curve): number {
  return Math.max(...sizes);
}

/**
 * Curves of one largest size in groups that are solved side by side: as many as there are threads, if that keeps most
 * of them at work.
 */
function solvedAtOnce(curves: readonly Curve[]): Curve[][] {
  const threads = workerThreads();
  const groups: Curve[][] = [];
  const sizes = new Set(curves.filter((curve) => curve.sizes.length > 0).map(largest));
  for (const size of sizes) {
    const alike = curves.filter((curve) => largest(curve) === size);
    for (let first = 0; first < alike.length;) {
      const left = alike.length - first;
      const count = left >= threads ? threads : 2 * left > threads ? left : 1;
      groups.push(alike.slice(first, (first += count)));
    }
  }
  return groups;
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
