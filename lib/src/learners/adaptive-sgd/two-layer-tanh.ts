import { checkMatrix, checkPositive, checkVector } from '../../check.js';
import { InputError, NumericalError } from '../../errors.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { solveSpd } from '../../linalg/solve-spd.js';

/** f(x) = aᵀ tanh(W x)/√m; W `(m, d)` trained, a `(m)` fixed. */
export interface TwoLayerTanh {
  w: Matrix;
  a: Float64Array;
}

/**
 * f(X) `(n)` and J Jᵀ `(n, n)`, ⟨∇f(xᵢ), ∇f(xⱼ)⟩ = (xᵢ·xⱼ) Σ_h a_h² φ'_h(xᵢ) φ'_h(xⱼ)/m; X `(n, d)`.
 * @throws InputError if shapes differ.
 * @example tanhOutputs(net, x).kernel
 */
export function tanhOutputs(
  { w, a }: TwoLayerTanh,
  x: Matrix,
): { outputs: Float64Array; slopes: Matrix; kernel: Matrix } {
  checkMatrix('tanhOutputs', 'x', x, { cols: w.cols });
  checkVector('tanhOutputs', 'a', a, w.rows);
  const root = Math.sqrt(w.rows);
  const slopes = matmul(x, w, { transB: true });
  const outputs = new Float64Array(x.rows);
  for (let i = 0, p = 0; i < x.rows; i++) {
    for (let h = 0; h < w.rows; h++, p++) {
      const value = Math.tanh(slopes.data[p]);
      outputs[i] += (a[h] * value) / root;
      slopes.data[p] = (a[h] * (1 - value * value)) / root;
    }
  }
  const kernel = matmul(slopes, slopes, { transB: true });
  const inner = matmul(x, x, { transB: true });
  for (let i = 0; i < inner.data.length; i++) kernel.data[i] *= inner.data[i];
  return { outputs, slopes, kernel };
}

/**
 * W⁺ = W − c J_Bᵀ (J_B J_Bᵀ)⁻¹ r_B for each batch B, in place: Gauss-Newton on the batch; r = f − y, y `(n)`. Batches
 * of one are SGD with the adaptive step c/‖∇f‖²: c = 1 is Newton's step for one equation, c = 1/2 Polyak's.
 * @throws InputError on other shapes, an empty batch, a sample that is not there, or c that is not positive.
 * @throws NumericalError if the gradients of a batch are linearly dependent.
 * @example
 * ```ts
 * const net = { w: fromRows([[0.5, 0.1]]), a: Float64Array.of(1) };
 * const [x, y] = [fromRows([[1, 2]]), Float64Array.of(0.3)];
 * for (let epoch = 0; epoch < 5; epoch++) gaussNewtonEpoch(net, x, y, { batches: [[0]] });
 * Math.tanh(net.w.get(0, 0) + 2 * net.w.get(0, 1)); // 0.3
 * ```
 */
export function gaussNewtonEpoch(
  net: TwoLayerTanh,
  x: Matrix,
  y: Float64Array,
  { batches, c = 1 }: { batches: readonly ArrayLike<number>[]; c?: number },
): void {
  checkMatrix('gaussNewtonEpoch', 'x', x, { cols: net.w.cols });
  checkVector('gaussNewtonEpoch', 'y', y, x.rows);
  checkPositive('gaussNewtonEpoch', 'c', c);
  for (const batch of batches) {
    const rows = Array.from(batch);
    const wrong = rows.find((i) => !Number.isInteger(i) || i < 0 || i >= x.rows);
    if (rows.length === 0 || wrong !== undefined)
      throw new InputError(
        'gaussNewtonEpoch',
        'batches',
        `have ${wrong ?? 'an empty one'}`,
        `samples are 0 to ${x.rows - 1}`,
      );
    const part = zeros(rows.length, x.cols);
    for (const [k, i] of rows.entries()) part.data.set(x.row(i), k * x.cols);
    const { outputs, slopes, kernel } = tanhOutputs(net, part);
    const residual = new Matrix(
      rows.length,
      1,
      outputs.map((f, k) => f - y[rows[k]]),
    );
    const solved = solveSpd(kernel, residual);
    if (solved === undefined)
      throw new NumericalError('gaussNewtonEpoch: the gradients of a batch are linearly dependent');
    for (let k = 0; k < rows.length; k++) {
      const row = slopes.row(k);
      for (let h = 0; h < row.length; h++) row[h] *= solved.data[k];
    }
    matmul(slopes, part, { transA: true, alpha: -c, beta: 1, out: net.w });
  }
}

/**
 * ρ(Π (I − K eᵢ eᵢᵀ / Kᵢᵢ)), the product in visiting order, last factor leftmost: the factor an epoch of scalar
 * adaptive steps leaves of the residuals in the end; K = J Jᵀ `(n, n)`.
 * @throws InputError if K is not square.
 * @example epochFactor(tanhOutputs(net, x).kernel, [0, 1, 2])
 */
export function epochFactor(kernel: Matrix, order: readonly number[]): number {
  checkMatrix('epochFactor', 'kernel', kernel, { rows: kernel.cols });
  const n = kernel.rows;
  const product = zeros(n, n);
  for (let i = 0; i < n; i++) product.set(i, i, 1);
  for (const i of order) {
    const row = product.row(i).slice();
    for (let r = 0; r < n; r++) {
      const share = kernel.get(r, i) / kernel.get(i, i);
      for (let c = 0; c < n; c++) product.data[r * n + c] -= share * row[c];
    }
  }
  return spectralRadius(product);
}

// Gelfand: ρ = lim ‖M^k‖^(1/k), by 40 squarings, each scaled to norm 1.
function spectralRadius(matrix: Matrix): number {
  let power = matrix;
  let log = 0;
  for (let k = 0, share = 1; k < 40; k++, share /= 2) {
    const size = Math.hypot(...power.data);
    if (size === 0) return 0;
    log += share * Math.log(size);
    for (let i = 0; i < power.data.length; i++) power.data[i] /= size;
    power = matmul(power, power);
  }
  return Math.exp(log);
}
