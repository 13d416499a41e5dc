import { checkInteger, checkMatrix, checkSamePrecision, checkSquare } from '../../check.js';
import { InputError } from '../../errors.js';
import { gemv } from '../../linalg/gemv.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, type Precision, zeros } from '../../linalg/matrix.js';

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
// where c_lk = v_l·a_k = P[i_l, k] + Σ_{m<l} u_m[i_l] c_mk. So V = L⁻¹ X_B and U = (I_B − P) R⁻¹ with unit triangular
// factors, whose product L R is P's rows B beside the diagonal (less 1 where a column below comes again).
function blockOfSteps(a: Matrix, x: Matrix, columns: readonly number[]): void {
  const [d, b] = [a.rows, columns.length];
  const some = zeros(d, b, a.precision);
  const rows = zeros(b, d, a.precision);
  for (let r = 0; r < d; r++) {
    for (let k = 0; k < b; k++) some.data[r * b + k] = a.data[r * d + columns[k]];
  }
  for (let k = 0; k < b; k++) rows.data.set(x.row(columns[k]), k * d);
  const p = matmul(x, some);
  const factors = new Float64Array(b * b);
  for (let k = 0; k < b; k++) {
    for (let l = 0; l < b; l++) {
      const again = l < k && columns[l] === columns[k] ? 1 : 0;
      factors[k * b + l] = p.data[columns[k] * b + l] - again;
    }
  }
  unitFactors(factors, b);
  for (let i = 0; i < p.data.length; i++) p.data[i] = -p.data[i];
  for (let k = 0; k < b; k++) p.data[columns[k] * b + k] += 1;
  matmul(matmul(p, inverseOfFactors(factors, b, a.precision)), rows, { beta: 1, out: x });
}

/** Unit triangular L and R, in place beside the diagonal, whose product has the given entries beside the diagonal. */
function unitFactors(w: Float64Array, b: number): void {
  for (let k = 0; k < b; k++) {
    for (let row = k + 1; row < b; row++) {
      const factor = w[row * b + k];
      for (let j = k + 1; j < b; j++) w[row * b + j] -= factor * w[k * b + j];
    }
  }
}

/** R⁻¹ L⁻¹ `(b, b)`. */
function inverseOfFactors(w: Float64Array, b: number, precision: Precision): Matrix {
  const inverse = new Float64Array(b * b);
  for (let k = 0; k < b; k++) {
    inverse[k * b + k] = 1;
    for (let l = 0; l < k; l++) subtractRow(inverse, b, k, l, w[k * b + l], l + 1);
  }
  for (let k = b - 2; k >= 0; k--) {
    for (let l = k + 1; l < b; l++) subtractRow(inverse, b, k, l, w[k * b + l], b);
  }
  const out = zeros(b, b, precision);
  out.data.set(inverse);
  return out;
}

/** Row k less `factor` times row l, the first `length` entries. */
function subtractRow(w: Float64Array, b: number, k: number, l: number, factor: number, length: number): void {
  for (let j = 0; j < length; j++) w[k * b + j] -= factor * w[l * b + j];
}
