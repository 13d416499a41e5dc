import type { Matrix, Real } from '../linalg/matrix.js';

/**
 * A scalar function f(w; x) of parameters w on n training points, as gradient descent in function space sees it: the
 * network itself, its quadratic or its linear Taylor model. One loop (`trajectory`) runs them all.
 */
export interface TangentModel {
  /** n, the training points. */
  readonly samples: number;
  /** f(w; xᵢ) at the parameters as they are, (n); of the rows given, if any. A view that the next call overwrites. */
  outputs(rows?: Int32Array): Real;
  /** w ← w - learningRate Σᵢ gᵢ ∇_w f(w; xᵢ), g = ∂L/∂f (n) over the points of the last `outputs`. */
  step(outputGradient: Real, learningRate: number): void;
  /** K = J Jᵀ `(n, n)` at the parameters as they are, of the rows given, if any. */
  tangentKernel(options?: { rows?: Int32Array; out?: Matrix }): Matrix;
  /** f(w; x) of other points x `(m, d)`; (m). */
  predict(x: Matrix): Real;
}
