import { matmul } from '../../linalg/matmul.js';
import { identity, type Matrix } from '../../linalg/matrix.js';

/**
 * E = I − X A, what an estimate X of A⁻¹ leaves; A, X and E `(d, d)`.
 * @throws InputError if shapes or precisions differ.
 * @example norm(inverseResidual(a, x))
 */
export function inverseResidual(a: Matrix, x: Matrix): Matrix {
  return matmul(x, a, { alpha: -1, beta: 1, out: identity(x.rows, x.precision) });
}
