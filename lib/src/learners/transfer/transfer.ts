import { checkMatrix, checkNonNegative } from '../../check.js';
import { InputError } from '../../errors.js';
import { laplace } from '../../kernels/laplace.js';
import { cholesky, choleskySolve } from '../../linalg/cholesky.js';
import { beside } from '../../linalg/columns.js';
import { inverseDiagonal } from '../../linalg/inverse-diagonal.js';
import type { Matrix } from '../../linalg/matrix.js';
import {
  added,
  difference,
  type GramFunction,
  kernelRegression,
  type KernelRegressionOptions,
  type Predictor,
} from './predictor.js';

/**
 * f(x) = f_s(x) + k(x, X_t) (K_t + λI)⁻¹ (Y_t - f_s(X_t)): the source predictor and a kernel correction of its residual
 * on the target, for one set of labels under a shift. X_t `(n, d)`, Y_t `(n, c)`. With λ = 0 it interpolates the
 * target; without target points it would be f_s, with f_s = 0 it is the kernel's own regression. Radhakrishnan et al.
 * (2023), translation.
 * @throws InputError if the source's outputs are not those of the target, and as `kernelRegression`.
 * @example
 * ```ts
 * const kernel = laplace({ bandwidth: 1 });
 * const source = kernelRegression(fromRows([[0], [1]]), fromRows([[2], [3]]), { kernel });
 * const moved = translate(source, fromRows([[1]]), fromRows([[5]]), { kernel });
 * moved.predict(fromRows([[1]])); // [[5]]
 * ```
 */
export function translate(
  source: Predictor,
  x: Matrix,
  y: Matrix,
  options: KernelRegressionOptions,
): Predictor {
  checkMatrix('translate', 'x', x);
  const correction = kernelRegression(x, difference('translate', y, source.predict(x)), options);
  return { predict: (z) => added(source.predict(z), correction.predict(z)) };
}

export interface ProjectOptions {
  /** Kernel on the source's outputs. Default Laplace with bandwidth 10, the authors'. */
  kernel?: GramFunction;
  /** λ. Default 1e-6: equal outputs of the source would make the kernel singular. */
  ridge?: number;
}

/**
 * f(x) = k_p(f_s(x), Z_t) (K_p(Z_t, Z_t) + λI)⁻¹ Y_t, Z_t = f_s(X_t): a second kernel machine from the source's outputs
 * to the target's labels, which may be others. Radhakrishnan et al. (2023), projection.
 * @throws InputError and NumericalError as `kernelRegression`.
 * @example
 * ```ts
 * const kernel = laplace({ bandwidth: 1 });
 * const source = kernelRegression(fromRows([[0], [1]]), fromRows([[2], [3]]), { kernel });
 * const target = project(source, fromRows([[0], [1]]), fromRows([[1, 0], [0, 1]]));
 * target.predict(fromRows([[0]])); // [[1.000, 0.000]]
 * ```
 */
export function project(source: Predictor, x: Matrix, y: Matrix, options: ProjectOptions = {}): Predictor {
  const { kernel = laplace({ bandwidth: 10 }), ridge = 1e-6 } = options;
  checkMatrix('project', 'x', x);
  const head = kernelRegression(source.predict(x), y, { kernel, ridge });
  return { predict: (z) => head.predict(source.predict(z)) };
}

/**
 * Residuals y_i - f_{-i}(x_i) = A_i / ((K + λI)⁻¹)_ii of the machines that were fitted without example i, in closed
 * form, `(n, c)`; K `(n, n)`, y `(n, c)`. The linear algebra of one fit, not of n.
 * @throws InputError on shapes that do not fit. @throws NumericalError if K + λI is not positive definite.
 * @example
 * ```ts
 * // Points that do not see each other: without one, its prediction is 0.
 * leaveOneOutResiduals(identity(2), fromRows([[1], [2]]), 0); // [[1], [2]]
 * ```
 */
export function leaveOneOutResiduals(gram: Matrix, y: Matrix, ridge: number): Matrix {
  const fn = 'leaveOneOutResiduals';
  checkMatrix(fn, 'gram', gram);
  checkMatrix(fn, 'y', y, { rows: gram.rows });
  checkNonNegative(fn, 'ridge', ridge);
  const ridged = gram.clone();
  for (let i = 0; i < gram.rows; i++) ridged.set(i, i, gram.get(i, i) + ridge);
  const factor = cholesky(ridged, { out: ridged });
  const inverse = inverseDiagonal(factor);
  const residuals = choleskySolve(factor, y);
  for (let i = 0; i < residuals.rows; i++) {
    const row = residuals.row(i);
    for (let l = 0; l < row.length; l++) row[l] /= inverse[i];
  }
  return residuals;
}

export interface SafeTransferOptions extends KernelRegressionOptions {
  /** Kernel on the source's outputs. Default Laplace with bandwidth 10. */
  projection?: GramFunction;
  /** Ridges λ of the projection to choose from. Default 10⁻⁶, 10⁻⁴, ..., 10⁴. */
  ridges?: readonly number[];
}

/** A transferred predictor and the ridge that was chosen for its projection. */
export interface SafeTransfer extends Predictor {
  ridge: number;
}

/**
 * f(x) = f_p(x) + k(x, X_t) (K_t + λI)⁻¹ (Y_t - f_p(X_t)) with a projection f_p whose ridge has the least sum of
 * squared leave-one-out residuals after translation: the residuals of f_p that the correction sees are leave-one-out
 * ones too, since an interpolating f_p would leave it nothing. A source that is of no use gets a ridge so large that
 * the target's own kernel remains. Projection and translation together are the paper's; the choice of the ridge is
 * ours.
 * @throws InputError if there is no ridge to choose from or only one example, and as `kernelRegression`.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(20, 2);
 * const y = fromRows(x.toRows().map(([a, b]) => [a * b]));
 * const knows = { predict: (z: Matrix) => fromRows(z.toRows().map(([a, b]) => [a * b])) };
 * const guesses = { predict: (z: Matrix) => new Random(1).normalMatrix(z.rows, 1) };
 * const [kept, left] = [knows, guesses].map((source) =>
 *   safeTransfer(source, x, y, { kernel: laplace({ bandwidth: 1 }) }),
 * );
 * kept.ridge < left.ridge; // true
 * ```
 */
export function safeTransfer(
  source: Predictor,
  x: Matrix,
  y: Matrix,
  options: SafeTransferOptions,
): SafeTransfer {
  const fn = 'safeTransfer';
  const { kernel, ridge = 0, projection = laplace({ bandwidth: 10 }) } = options;
  const ridges = options.ridges ?? Array.from({ length: 6 }, (_, k) => 10 ** (2 * k - 6));
  if (ridges.length === 0) throw new InputError(fn, 'ridges', 'is empty', 'give at least one to choose from');
  checkMatrix(fn, 'x', x);
  if (x.rows < 2)
    throw new InputError(fn, 'x', 'has one example', 'leaving one out needs two: translate or project');
  const outputs = source.predict(x);
  const onOutputs = projection.matrix(outputs);
  const held = ridges.map((candidate) => leaveOneOutResiduals(onOutputs, y, candidate));
  // The residuals of all candidates side by side: one factorisation serves them.
  const left = leaveOneOutResiduals(kernel.matrix(x), beside(held), ridge);
  const scores = ridges.map((_, k) => {
    let score = 0;
    for (let i = 0; i < left.rows; i++) {
      for (let l = 0; l < y.cols; l++) score += left.get(i, k * y.cols + l) ** 2;
    }
    return score;
  });
  const best = scores.indexOf(Math.min(...scores));
  const head = kernelRegression(outputs, y, { kernel: projection, ridge: ridges[best] });
  const correction = kernelRegression(x, held[best], { kernel, ridge });
  return {
    ridge: ridges[best],
    predict: (z) => added(head.predict(source.predict(z)), correction.predict(z)),
  };
}
