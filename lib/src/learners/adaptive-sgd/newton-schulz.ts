import { checkSamePrecision, checkSquare, checkMatrix } from '../../check.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, transpose } from '../../linalg/matrix.js';

/**
 * X⁺ = 2X − X A X, so that E⁺ = E² for E = I − X A; A, X and the result `(d, d)`.
 *
 * Gradient descent on ½‖X⁻¹ − A‖² with the adaptive step (X Xᵀ) ∇ (Xᵀ X).
 * @throws InputError if A is not square, or shapes or precisions differ.
 * @example
 * ```ts
 * newtonSchulz(fromRows([[2]]), fromRows([[0.4]])); // [[0.48]]
 * ```
 */
export function newtonSchulz(a: Matrix, x: Matrix): Matrix {
  checkSquare('newtonSchulz', 'a', a);
  checkMatrix('newtonSchulz', 'x', x, { rows: a.rows, cols: a.rows });
  checkSamePrecision('newtonSchulz', { a, x });
  const out = x.clone();
  return matmul(matmul(x, a), x, { alpha: -1, beta: 2, out });
}

/**
 * X₀ = Aᵀ / (‖A‖₁ ‖A‖_∞), from which Newton-Schulz converges for every invertible A `(d, d)`: ρ(I − X₀A) < 1.
 * @throws InputError if A is not square.
 * @example
 * ```ts
 * newtonSchulzStart(fromRows([[2, 0], [0, 4]])); // [[0.125, 0], [0, 0.25]]
 * ```
 */
export function newtonSchulzStart(a: Matrix): Matrix {
  checkSquare('newtonSchulzStart', 'a', a);
  const columns = new Float64Array(a.cols);
  let largest = 0;
  for (let i = 0; i < a.rows; i++) {
    let sum = 0;
    for (let j = 0; j < a.cols; j++) {
      const size = Math.abs(a.get(i, j));
      sum += size;
      columns[j] += size;
    }
    largest = Math.max(largest, sum);
  }
  const scale = 1 / (largest * columns.reduce((top, sum) => Math.max(top, sum), 0));
  const x = transpose(a);
  for (let i = 0; i < x.data.length; i++) x.data[i] *= scale;
  return x;
}
