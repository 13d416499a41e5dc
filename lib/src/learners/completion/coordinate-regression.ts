import { checkFinite, checkMatrix, checkNonNegative } from '../../check.js';
import { InputError, NumericalError } from '../../errors.js';
import type { CoordinateKernel } from '../../kernels/coordinate-kernel.js';
import { choleskySolve } from '../../linalg/cholesky.js';
import { matmul } from '../../linalg/matmul.js';
import { identity, type Matrix, transpose, zeros } from '../../linalg/matrix.js';
import { solveSpd } from '../../linalg/solve-spd.js';

// Tangent kernels of deep ReLU networks are known to so much of their diagonal, for arccos near 1 loses half of the
// digits.
const NOISE = 2e-7;

export interface CoordinateRegressionOptions {
  kernel: CoordinateKernel;
  /** S, different coordinates. */
  observed: Int32Array;
  /** ε: ε trace(K_S)/n is added to the diagonal. Default 0. */
  ridge?: number;
}

/** Kernel regression over coordinates, fitted. */
export interface CoordinateRegression {
  /** α = K_S⁻¹ y, `(n, c)`. */
  readonly alpha: Matrix;
  /** k(c, S) α, `(at.length, c)`. */
  predict(at: Int32Array): Matrix;
  /** K(c, c) - k(c, S) K_S⁻¹ k(S, c): the variance that a Gaussian process of covariance K has left, `(at.length)`. */
  variance(at: Int32Array): Float64Array;
  /** y_i - ŷ_i with ŷ_i predicted without coordinate i, which is α_i / (K_S⁻¹)_ii, `(n, c)`. */
  leaveOneOut(): Matrix;
}

/**
 * ŷ_c = k(c, S) K_S⁻¹ y_S: what an infinitely wide network predicts for coordinate c when gradient descent has fitted
 * it to the observed coordinates S, from f = 0 (Radhakrishnan et al. 2022). y `(n, c)`, one column a channel; all share
 * K_S.
 *
 * @throws InputError if y has another number of rows than `observed` or is not finite, or the ridge is negative.
 * @throws NumericalError if K_S is singular to its own precision, as it is when the prior gives two observed
 *   coordinates the same features: a ridge is then needed.
 * @example
 * ```ts
 * // A kernel of rank one: every coordinate is a multiple of the observed one.
 * const kernel = pairsKernel(priorPairs(fromRows([[1, 2, 3, 4]])));
 * const machine = coordinateRegression(fromRows([[5]]), { kernel, observed: Int32Array.of(0) });
 * machine.predict(Int32Array.of(1, 2)); // [[10], [15]]
 * ```
 */
export function coordinateRegression(
  y: Matrix,
  { kernel, observed, ridge = 0 }: CoordinateRegressionOptions,
): CoordinateRegression {
  const fn = 'coordinateRegression';
  checkNonNegative(fn, 'ridge', ridge);
  checkMatrix(fn, 'y', y, { rows: observed.length });
  checkFinite(fn, 'y', y.data);
  checkCoordinates(fn, observed, kernel.count);
  const n = observed.length;
  const k = kernel.block(observed, observed);
  const diagonal = Float64Array.from({ length: n }, (_, i) => k.get(i, i));
  const added = (ridge * diagonal.reduce((sum, value) => sum + value, 0)) / n;
  for (let i = 0; i < n; i++) k.data[i * (n + 1)] += added;
  const alpha = solveSpd(k, y);
  // The solve leaves the upper factor.
  const factor = transpose(k);
  // The squares of the factor's diagonal are what is left of each coordinate beside those before it: at least the
  // ridge, if K has no negative eigenvalue. What is below is noise.
  const least = (i: number): number => (added > 0 ? added / 2 : NOISE * diagonal[i]);
  const weak = observed.findIndex((_, i) => !(factor.get(i, i) ** 2 > least(i)));
  if (alpha === undefined || weak >= 0) {
    const which = weak >= 0 ? `: coordinate ${observed[weak]} is told by others` : '';
    throw new NumericalError(
      `${fn}: K of the ${n} observed coordinates is singular${which}; give a ridge above ${ridge > 0 ? ridge : 1e-7}, or a richer prior`,
    );
  }
  return {
    alpha,
    predict: (at) => matmul(kernel.block(at, observed), alpha),
    variance(at) {
      const beside = kernel.block(observed, at);
      const solved = choleskySolve(factor, beside);
      const left = kernel.diagonal(at);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < at.length; j++) left[j] -= beside.get(i, j) * solved.get(i, j);
      }
      return left.map((value) => Math.max(value, 0));
    },
    leaveOneOut() {
      const inverse = choleskySolve(factor, identity(n));
      const errors = zeros(n, y.cols);
      for (let i = 0; i < n; i++) {
        for (let c = 0; c < y.cols; c++) errors.set(i, c, alpha.get(i, c) / inverse.get(i, i));
      }
      return errors;
    },
  };
}

function checkCoordinates(fn: string, observed: Int32Array, count: number): void {
  const wrong = observed.find((p) => p < 0 || p >= count);
  if (wrong !== undefined) {
    throw new InputError(fn, 'observed', `has coordinate ${wrong}`, `give those of 0 to ${count - 1}`);
  }
}
