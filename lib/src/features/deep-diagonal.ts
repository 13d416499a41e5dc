import { checkInteger, checkMatrix, checkPositive, checkVector } from '../check.js';
import { gemv } from '../linalg/gemv.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
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

export interface DeepDiagonalNetwork {
  depth: number;
  /** Start of every entry of u and v. */
  start: number;
  learningRate: number;
}

export interface DeepDiagonalTraining {
  steps: number;
  /** Training of a network ends when its loss falls to this. */
  stopLoss?: number;
  step?: Step;
}

export interface DeepDiagonalOptions extends DeepDiagonalNetwork, DeepDiagonalTraining {
  /** Called with every loss, for traces. */
  onLoss?: (loss: number) => void;
}

export interface DeepDiagonal {
  theta: Float64Array;
  loss: number;
  steps: number;
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
  { depth, start, learningRate, onLoss, ...training }: DeepDiagonalOptions,
): Promise<DeepDiagonal> {
  const [trained] = await train(
    'trainDeepDiagonal',
    x,
    y,
    [{ depth, start, learningRate }],
    training,
    onLoss,
  );
  return trained;
}

/** `trainDeepDiagonal` of several networks on the same data at once: one product for all of them, not one for each. */
export function trainDeepDiagonals(
  x: Matrix,
  y: Float64Array,
  networks: readonly DeepDiagonalNetwork[],
  training: DeepDiagonalTraining,
): Promise<DeepDiagonal[]> {
  return train('trainDeepDiagonals', x, y, networks, training);
}

async function train(
  fn: string,
  x: Matrix,
  y: Float64Array,
  networks: readonly DeepDiagonalNetwork[],
  { steps, stopLoss = 1e-9, step }: DeepDiagonalTraining,
  onLoss?: (loss: number) => void,
): Promise<DeepDiagonal[]> {
  checkMatrix(fn, 'x', x);
  checkVector(fn, 'y', y, x.rows);
  checkInteger(fn, 'steps', steps, 0);
  for (const { depth, start, learningRate } of networks) {
    checkInteger(fn, 'depth', depth, 1);
    checkPositive(fn, 'start', start);
    checkPositive(fn, 'learningRate', learningRate);
  }
  const [n, d] = [x.rows, x.cols];
  let running = networks.map((network, index) => {
    const u = new Float64Array(d).fill(network.start);
    return { ...network, index, u, v: u.slice(), uPower: u.slice(), vPower: u.slice() };
  });
  const trained = new Array<DeepDiagonal>(networks.length);
  for (let t = 0; running.length > 0;) {
    // Rows of these are networks; made anew when one of them ends.
    const [theta, residual, gradient] = [d, n, d].map((cols) => zeros(running.length, cols));
    const ended = new Set<number>();
    for (; ended.size === 0; t++) {
      running.forEach(({ u, v, uPower, vPower, depth }, row) => {
        for (let j = 0; j < d; j++) {
          // u^(L-1), of which the gradient has need too.
          uPower[j] = power(u[j], depth - 1);
          vPower[j] = power(v[j], depth - 1);
          theta.data[row * d + j] = uPower[j] * u[j] - vPower[j] * v[j];
        }
      });
      matmul(theta, x, { transB: true, out: residual });
      running.forEach(({ index }, row) => {
        let loss = 0;
        for (let i = 0; i < n; i++) loss += (residual.data[row * n + i] -= y[i]) ** 2;
        loss /= 2 * n;
        onLoss?.(loss);
        if (loss > stopLoss && t < steps) return;
        trained[index] = { theta: theta.row(row).slice() as Float64Array, loss, steps: t };
        ended.add(index);
      });
      matmul(residual, x, { alpha: 1 / n, out: gradient });
      running.forEach(({ index, u, v, uPower, vPower, depth, learningRate }, row) => {
        if (ended.has(index)) return;
        const rate = learningRate * depth;
        for (let j = 0; j < d; j++) {
          const move = rate * gradient.data[row * d + j];
          u[j] -= move * uPower[j];
          v[j] += move * vPower[j];
        }
      });
      if (t % 2000 === 0) await step?.(t, steps, `depth ${running.map(({ depth }) => depth).join(', ')}`);
    }
    running = running.filter(({ index }) => !ended.has(index));
  }
  return trained;
}

// An integer power as a loop: Math.pow costs ten times as much and is the inner loop of the training.
function power(base: number, exponent: number): number {
  let p = 1;
  for (let k = 0; k < exponent; k++) p *= base;
  return p;
}
