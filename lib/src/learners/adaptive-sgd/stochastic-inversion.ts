import { checkInteger, checkMatrix, checkSamePrecision, checkSquare } from '../../check.js';
import { InputError } from '../../errors.js';
import { gemv } from '../../linalg/gemv.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';

export interface StochasticInversionOptions {
  /** Columns whose rank-one steps are taken together, without changing the iterates; 1 takes each by itself. */
  block?: number;
}

/**
 * X⁺ = X + (eᵢ − X aᵢ) xᵢᵀ for each i of `order`, in place: SGD on ½‖(X⁻¹ − A)eᵢ‖² with the step (X Xᵀ) ∇ (Xᵀ X).
 * A, X `(d, d)`; aᵢ is column i of A, xᵢᵀ row i of X as it is then. A pass over all columns squares the residual
 * E = I − X A: E becomes E diag(E) up to third order.
 *
 * The steps of a block B are one product, X⁺ = X + (I_B − X A_B) M X_B, whose M `(b, b)` follows from the rows B of
 * X A_B alone: the work is that of matrix products, as in a blocked LU factorisation.
 * @throws InputError if A is not square, shapes or precisions differ, or `order` names a column that is not there.
 * @example
 * ```ts
 * const a = fromRows([[2, 1], [1, 2]]);
 * const x = newtonSchulzStart(a);
 * for (let pass = 0; pass < 10; pass++) stochasticInversion(a, x, [0, 1]);
 * matmul(x, a); // [[1, 0], [0, 1]]
 * ```
 */
export function stochasticInversion(
  a: Matrix,
  x: Matrix,
  order: ArrayLike<number>,
  { block = 64 }: StochasticInversionOptions = {},
): void {
  checkArguments('stochasticInversion', a, x, order);
  checkInteger('stochasticInversion', 'block', block, 1);
  for (let from = 0; from < order.length; from += block) {
    const columns = Array.from({ length: Math.min(block, order.length - from) }, (_, k) => order[from + k]);
    if (columns.length === 1) rankOneStep(a, x, columns[0]);
    else blockOfSteps(a, x, columns);
  }
}

/**
 * X⁺ = X + (eᵢ − X aᵢ)(X aᵢ)ᵀ X for each i of `order`, in place: SGD on ½‖X aᵢ − eᵢ‖² with the right step XᵀX; A, X
 * `(d, d)`. Quadratic a pass near A⁻¹ as well, from a smaller basin.
 * @throws InputError as `stochasticInversion`.
 * @example rightStochasticInversion(a, x, new Random(0).permutation(a.rows))
 */
export function rightStochasticInversion(a: Matrix, x: Matrix, order: ArrayLike<number>): void {
  checkArguments('rightStochasticInversion', a, x, order);
  for (let k = 0; k < order.length; k++) {
    const product = gemv(x, columnOf(a, order[k]));
    const row = gemv(x, product, { transA: true });
    addRankOne(x, residualOf(product, order[k]), row);
  }
}

function checkArguments(fn: string, a: Matrix, x: Matrix, order: ArrayLike<number>): void {
  checkSquare(fn, 'a', a);
  checkMatrix(fn, 'x', x, { rows: a.rows, cols: a.rows });
  checkSamePrecision(fn, { a, x });
  for (let k = 0; k < order.length; k++) {
    if (!Number.isInteger(order[k]) || order[k] < 0 || order[k] >= a.rows) {
      throw new InputError(fn, 'order', `has ${order[k]} at position ${k}`, `columns are 0 to ${a.rows - 1}`);
    }
  }
}

function rankOneStep(a: Matrix, x: Matrix, i: number): void {
  const row = x.row(i).slice();
  addRankOne(x, residualOf(gemv(x, columnOf(a, i)), i), row);
}

const columnOf = (a: Matrix, i: number): Matrix['data'] => {
  const column = zeros(1, a.rows, a.precision).data;
  for (let r = 0; r < a.rows; r++) column[r] = a.data[r * a.cols + i];
  return column;
};

const residualOf = (product: Matrix['data'], i: number): Matrix['data'] => {
  const u = product.map((value) => -value) as Matrix['data'];
  u[i] += 1;
  return u;
};

const addRankOne = (x: Matrix, u: Matrix['data'], v: Matrix['data']): void => {
  matmul(new Matrix(u.length, 1, u), new Matrix(1, v.length, v), { beta: 1, out: x });
};

// With P = X A_B, the k-th step adds u_k v_kᵀ, u_k = e − P_k − Σ_{l<k} u_l c_lk and v_k = x + Σ_{l<k} u_l[i_k] v_l,
// where c_lk = v_l·a_k = P[i_l, k] + Σ_{m<l} u_m[i_l] c_mk: only the rows B of P and of the u matter.
function blockOfSteps(a: Matrix, x: Matrix, columns: readonly number[]): void {
  const [d, b] = [a.rows, columns.length];
  const some = zeros(d, b, a.precision);
  const rows = zeros(b, d, a.precision);
  for (let r = 0; r < d; r++) {
    for (let k = 0; k < b; k++) some.data[r * b + k] = a.data[r * d + columns[k]];
  }
  for (let k = 0; k < b; k++) rows.data.set(x.row(columns[k]), k * d);
  const p = matmul(x, some);
  const c = new Float64Array(b * b);
  const u = new Float64Array(b * b);
  // V = S X_B and U = (I_B − P) T, with S and T triangular.
  const [s, t] = [zeros(b, b, a.precision), zeros(b, b, a.precision)];
  for (let k = 0; k < b; k++) {
    s.data[k * b + k] = 1;
    t.data[k * b + k] = 1;
    for (let l = 0; l < k; l++) {
      for (let j = 0; j <= l; j++) {
        s.data[k * b + j] += u[k * b + l] * s.data[l * b + j];
        t.data[j * b + k] -= t.data[j * b + l] * c[l * b + k];
      }
    }
    for (let j = k; j < b; j++) {
      let sum = p.data[columns[k] * b + j];
      for (let m = 0; m < k; m++) sum += u[k * b + m] * c[m * b + j];
      c[k * b + j] = sum;
    }
    for (let i = 0; i < b; i++) {
      let sum = (columns[i] === columns[k] ? 1 : 0) - p.data[columns[i] * b + k];
      for (let l = 0; l < k; l++) sum -= u[i * b + l] * c[l * b + k];
      u[i * b + k] = sum;
    }
  }
  for (let i = 0; i < p.data.length; i++) p.data[i] = -p.data[i];
  for (let k = 0; k < b; k++) p.data[columns[k] * b + k] += 1;
  matmul(matmul(p, matmul(t, s)), rows, { beta: 1, out: x });
}
