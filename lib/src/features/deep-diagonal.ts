import { checkInteger, checkMatrix, checkPositive, checkVector } from '../check.js';
import { gemv } from '../linalg/gemv.js';
import type { Matrix } from '../linalg/matrix.js';
import type { Step } from '../step.js';

/**
 * loss = (1/2n) ‖Xθ - y‖², g = Xᵀ(Xθ - y)/n; X `(n, d)`, θ `(d)`.
 */
export function squaredLoss(
  x: Matrix,
  y: Float64Array,
  theta: Float64Array,
): { loss: number; gradient: Float64Array } {
  const residual = y.slice();
  gemv(x, theta, { beta: -1, out: residual });
  const loss = residual.reduce((sum, r) => sum + r * r, 0) / (2 * x.rows);
  return { loss, gradient: gemv(x, residual, { transA: true, alpha: 1 / x.rows }) as Float64Array };
}

/**
 * ∂loss/∂w_l = g ∘ ∏_{k≠l} w_k for θ = w₁ ∘ ⋯ ∘ w_L; the products are formed, not divided out of θ.
 * @example
 * ```ts
 * const factors = [Float64Array.of(2), Float64Array.of(3)];
 * deepDiagonalLoss(fromRows([[1]]), Float64Array.of(5), factors).theta; // [6]
 * ```
 */
export function deepDiagonalLoss(
  x: Matrix,
  y: Float64Array,
  factors: readonly Float64Array[],
): { loss: number; gradients: Float64Array[]; theta: Float64Array } {
  const productOf = (skip: number): Float64Array =>
    Float64Array.from(factors[0], (_, j) => factors.reduce((p, w, l) => (l === skip ? p : p * w[j]), 1));
  const theta = productOf(-1);
  const { loss, gradient } = squaredLoss(x, y, theta);
  return { loss, gradients: factors.map((_, l) => productOf(l).map((p, j) => p * gradient[j])), theta };
}

export interface DeepDiagonalOptions {
  depth: number;
  /** Start of every entry of u and v. */
  start: number;
  learningRate: number;
  steps: number;
  /** Training ends when the loss falls to this. */
  stopLoss?: number;
  /** Called with every loss, for traces. */
  onLoss?: (loss: number) => void;
  step?: Step;
}

/**
 * θ = u^L - v^L (elementwise), u = v = start, gradient descent on (1/2n)‖Xθ - y‖²: the sign-free deep diagonal
 * network, u ← u - lr g L u^(L-1), v ← v + lr g L v^(L-1). X `(n, d)`, y `(n)`, result `(d)`.
 * @throws InputError on shapes or options that do not fit.
 * @example
 * ```ts
 * const options = { depth: 2, start: 0.1, learningRate: 0.05, steps: 5000 };
 * const { theta } = await trainDeepDiagonal(fromRows([[1, 2]]), Float64Array.of(2), options);
 * // Near the sparse [0, 1], and nearer from a smaller start.
 * theta; // [0.113, 0.943]
 * ```
 */
export async function trainDeepDiagonal(
  x: Matrix,
  y: Float64Array,
  options: DeepDiagonalOptions,
): Promise<{ theta: Float64Array; loss: number; steps: number }> {
  const { depth, start, learningRate, steps, stopLoss = 1e-9, onLoss, step } = options;
  checkMatrix('trainDeepDiagonal', 'x', x);
  checkVector('trainDeepDiagonal', 'y', y, x.rows);
  checkInteger('trainDeepDiagonal', 'depth', depth, 1);
  checkInteger('trainDeepDiagonal', 'steps', steps, 0);
  checkPositive('trainDeepDiagonal', 'start', start);
  checkPositive('trainDeepDiagonal', 'learningRate', learningRate);
  const u = new Float64Array(x.cols).fill(start);
  const v = u.slice();
  const theta = new Float64Array(x.cols);
  for (let t = 0; ; t++) {
    for (let j = 0; j < theta.length; j++) theta[j] = power(u[j], depth) - power(v[j], depth);
    const { loss, gradient } = squaredLoss(x, y, theta);
    onLoss?.(loss);
    if (!(loss > stopLoss) || t === steps) return { theta, loss, steps: t };
    const rate = learningRate * depth;
    for (let j = 0; j < theta.length; j++) {
      u[j] -= rate * gradient[j] * power(u[j], depth - 1);
      v[j] += rate * gradient[j] * power(v[j], depth - 1);
    }
    if (t % 2000 === 0) await step?.(t, steps, `depth ${depth}`);
  }
}

// An integer power as a loop: Math.pow costs ten times as much and is the inner loop of the training.
function power(base: number, exponent: number): number {
  let p = 1;
  for (let k = 0; k < exponent; k++) p *= base;
  return p;
}
