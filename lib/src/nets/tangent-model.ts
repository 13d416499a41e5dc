import type { Matrix, Real } from '../linalg/matrix.js';
import type { Loss } from './loss.js';

/**
 * A scalar function f(w; x) of parameters w on n training points, as gradient descent in function space sees it: the
 * network itself, its quadratic or its linear Taylor model. One loop (`trajectory`) runs them all.
 */
export interface TangentModel {
  /** n, the training points. */
  readonly samples: number;
  /** Multiplications of the largest product of a step on all samples; absent where they are many. */
  readonly multiplications?: number;
  /** f(w; xᵢ) at the parameters as they are, (n); of the rows given, if any. A view that the next call overwrites. */
  outputs(rows?: Int32Array): Real;
  /**
   * w ← w - learningRate Σᵢ gᵢ ∇_w f(w; xᵢ), g = ∂L/∂f (n) over the points of the last `outputs`; their kernel may be
   * asked for between.
   */
  step(outputGradient: Real, learningRate: number): void;
  /** A step on each batch of rows in turn, against targets y (n); absent where `outputs` and `step` are as fast. */
  descend?(batches: readonly Int32Array[], y: Real, how: { learningRate: number; loss: Loss }): void;
  /**
   * K = J Jᵀ `(n, n)` at the parameters as they are, of the rows given, if any. `seen` says that nothing has been done
   * since `outputs` of these points, which spares their pass.
   */
  tangentKernel(options?: { rows?: Int32Array; seen?: boolean; out?: Matrix }): Matrix;
  /** f(w; x) of other points x `(m, d)`; (m). */
  predict(x: Matrix): Real;
  /** Gives back what lies in the kernels' memory; the model is of no use afterwards. */
  free?(): void;
}
