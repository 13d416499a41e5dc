import type { Matrix } from '../linalg/matrix.js';
import type { ImageShape } from './image-patches.js';

/**
 * A kernel of images that sees them through their patches u_a S, S `(D, D)` symmetric, D = channels · patch²; the
 * identity if absent. Images are rows `(n, channels · height · width)`.
 */
export interface PatchKernel {
  readonly image: ImageShape;
  readonly patch: number;
  /** K(X, Z), `(n, m)`; without `z` K(X, X), exactly symmetric with the exact diagonal. */
  matrix(x: Matrix, z?: Matrix, transform?: Matrix): Matrix;
  /**
   * Σ over the images z of `at`, positions a and outputs l of g gᵀ, g = ∂f_l(z)/∂u_a(z) `(D)` with each patch a
   * variable of its own, f_l(z) = Σ_i alpha_il k(x_i, z); alpha `(n, c)`, result `(D, D)`. Terms that have no gradient,
   * at z = x_i, are dropped.
   */
  gradientProducts(x: Matrix, alpha: Matrix, at: Matrix, transform?: Matrix): Matrix;
  /** Σ over outputs of |∂f_l(z)/∂u_a(z)|², `(m, positions)`: where in each image the predictor looks. */
  gradientEnergy(x: Matrix, alpha: Matrix, at: Matrix, transform?: Matrix): Matrix;
  /** The same kernel that keeps what it makes of x and S: for a predictor, whose x and S must not change meanwhile. */
  holding?(x: Matrix, transform?: Matrix): PatchKernel;
}
