import type { Matrix } from '../linalg/matrix.js';
import type { ActivationName } from './activations.js';

/** A bias-free network h₀ = x, z_l = s_l W_l h_{l-1}, h_l = φ(z_l), f(x) = z_last; W_l `(k_l, k_{l-1})`. */
export interface Mlp {
  readonly weights: readonly Matrix[];
  readonly activation: ActivationName;
  /** s_l, one a weight; all 1 if absent. */
  readonly scales?: readonly number[];
}
