import { checkSquare } from '../../check.js';
import { InputError } from '../../errors.js';
import { gemv } from '../../linalg/gemv.js';
import { matmul } from '../../linalg/matmul.js';
import { identity, type Matrix, zeros } from '../../linalg/matrix.js';

/**
 * F = I − XᵀX, what X lacks of being orthogonal; X and F `(d, d)`.
 * @throws InputError if X is not square.
 * @example norm(orthogonalityResidual(x))
 */
export function orthogonalityResidual(x: Matrix): Matrix {
  checkSquare('orthogonalityResidual', 'x', x);
  return matmul(x, x, { transA: true, alpha: -1, beta: 1, out: identity(x.rows, x.precision) });
}

/**
 * X⁺ = X (3I − XᵀX)/2 = X + X F/2, the Newton-Schulz step to the polar factor U Vᵀ of X = U S Vᵀ; X and the result
 * `(d, d)`. F⁺ = (3F² + F³)/4 for F = I − XᵀX. Converges if ‖X‖₂ < √3.
 * @throws InputError if X is not square.
 * @example
 * ```ts
 * newtonSchulzPolar(fromRows([[0.5]])); // [[0.6875]]
 * ```
 */
export function newtonSchulzPolar(x: Matrix): Matrix {
  const f = orthogonalityResidual(x);
  return matmul(x, f, { alpha: 0.5, beta: 1, out: x.clone() });
}

/**
 * x_i⁺ = x_i + ½ F_ii x_i + s Σ_{j≠i} F_ji x_j for each column i of `order`, in place, F = I − XᵀX as it is then; X
 * `(d, d)`. s = ½ is column i of the Newton-Schulz step, SGD on ¼‖F‖² with step ½: either visit of a pair halves what
 * it lacks, so that an epoch leaves a quarter. s = 1 takes all of it at the first visit: quadratic by epochs, towards
 * an orthogonal matrix that depends on the order of visits.
 * @throws InputError if X is not square, or `order` names a column that is not there.
 * @example
 * ```ts
 * const x = fromRows([[0.5]]);
 * stochasticPolar(x, [0], 0.5);
 * x; // [[0.6875]]
 * ```
 */
export function stochasticPolar(x: Matrix, order: ArrayLike<number>, share: 0.5 | 1): void {
  checkSquare('stochasticPolar', 'x', x);
  const d = x.rows;
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    if (!Number.isInteger(i) || i < 0 || i >= d)
      throw new InputError(
        'stochasticPolar',
        'order',
        `has ${i} at position ${k}`,
        `columns are 0 to ${d - 1}`,
      );
    const column = zeros(1, d, x.precision).data;
    for (let r = 0; r < d; r++) column[r] = x.data[r * d + i];
    const lacks = gemv(x, column, { transA: true });
    for (let j = 0; j < d; j++) lacks[j] *= -share;
    lacks[i] = 0.5 * (1 + lacks[i] / share);
    const move = gemv(x, lacks);
    for (let r = 0; r < d; r++) x.data[r * d + i] += move[r];
  }
}
