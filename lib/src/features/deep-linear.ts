import { checkInteger, checkPositive } from '../check.js';
import { InputError } from '../errors.js';
import { matmul } from '../linalg/matmul.js';
import { identity, Matrix, zeros } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import { adam } from '../nets/optimisers/adam.js';
import type { Observed } from './observed.js';

/** Z = W₁ W₂ ⋯ W_L; W₁ `(d1, d2)`, the others `(d2, d2)`. */
export function product(factors: readonly Matrix[]): Matrix {
  if (factors.length === 0) throw new InputError('product', 'factors', 'is empty', 'give a matrix');
  return factors.slice(1).reduce((z, w) => matmul(z, w), factors[0]);
}

/**
 * loss = (1/N) Σ_Ω (Z - Y)²,  ∂loss/∂W_l = (W₁⋯W_{l-1})ᵀ R (W_{l+1}⋯W_L)ᵀ with R = (2/N)(Z - Y) on Ω, 0 elsewhere.
 * @example
 * ```ts
 * const omega = observed(1, 1, [0], [1]);
 * deepLinearLoss([fromRows([[2]]), fromRows([[3]])], omega); // { loss: 25, gradients: [[[30]], [[20]]], z: [[6]] }
 * ```
 */
export function deepLinearLoss(
  factors: readonly Matrix[],
  omega: Observed,
): { loss: number; gradients: Matrix[]; z: Matrix } {
  return lossInto(spaceFor(factors, omega), factors, omega);
}

/** Storage of one evaluation, to be used again by the next. */
interface Space {
  /** before[l] = W₁⋯W_{l+1}; the first is W₁ itself. */
  before: Matrix[];
  gradients: Matrix[];
  /** tails[l] = R (W_{l+2}⋯W_L)ᵀ: the first is W₁'s gradient, the last is R, zero outside of Ω. */
  tails: Matrix[];
}

function spaceFor(factors: readonly Matrix[], { rows }: Observed): Space {
  const products = factors.map((w, l) => (l === 0 ? w : zeros(rows, w.cols)));
  const tails = factors.map((w) => zeros(rows, w.cols));
  const gradients = factors.map((w, l) => (l === 0 ? tails[0] : zeros(w.rows, w.cols)));
  return { before: products, gradients, tails };
}

function lossInto(
  { before, gradients, tails }: Space,
  factors: readonly Matrix[],
  omega: Observed,
): { loss: number; gradients: Matrix[]; z: Matrix } {
  const depth = factors.length;
  for (let l = 1; l < depth; l++) matmul(before[l - 1], factors[l], { out: before[l] });
  const z = before[depth - 1];
  const loss = lossOn(omega, z, tails[depth - 1]);
  for (let l = depth - 1; l > 0; l--) {
    matmul(before[l - 1], tails[l], { transA: true, out: gradients[l] });
    matmul(tails[l], factors[l], { transB: true, out: tails[l - 1] });
  }
  return { loss, gradients, z };
}

export interface DeepLinearOptions {
  depth: number;
  /** Entries of each factor at the start: N(0, scale² / d2). */
  scale?: number;
  learningRate?: number;
  weightDecay?: number;
  steps: number;
  /** Training ends when the loss falls to this. */
  stopLoss?: number;
  random: Random;
  step?: Step;
}

export interface DeepLinear {
  factors: Matrix[];
  z: Matrix;
  loss: number;
  steps: number;
}

/**
 * A deep linear network trained by Adam on the observed entries, the baseline of lin-RFM for matrix completion.
 * Adam rather than gradient descent: with one learning rate gradient descent diverges for depth 3 and more.
 * @throws InputError on an option out of range.
 * @example
 * ```ts
 * const omega = observed(2, 2, [0, 1, 2], [1, 2, 2]);
 * const { loss } = await trainDeepLinear(omega, { depth: 2, steps: 3000, random: new Random(0) });
 * loss < 1e-6; // true
 * ```
 */
export async function trainDeepLinear(omega: Observed, options: DeepLinearOptions): Promise<DeepLinear> {
  const { depth, scale = 0.1, learningRate = 2e-3, weightDecay = 0, steps, stopLoss = 1e-7 } = options;
  checkInteger('trainDeepLinear', 'depth', depth, 1);
  checkInteger('trainDeepLinear', 'steps', steps, 1);
  checkPositive('trainDeepLinear', 'scale', scale);
  const factors = Array.from({ length: depth }, (_, l) => {
    const w = options.random.normalMatrix(l === 0 ? omega.rows : omega.cols, omega.cols);
    for (let i = 0; i < w.data.length; i++) w.data[i] *= scale / Math.sqrt(omega.cols);
    return w;
  });
  const update = adam(factors.map(numbers), { learningRate, weightDecay });
  const space = spaceFor(factors, omega);
  for (let t = 0; ; t++) {
    const { loss, gradients, z } = lossInto(space, factors, omega);
    if (loss <= stopLoss || t === steps) return { factors, z, loss, steps: t };
    update(gradients.map(numbers));
    if (t % 200 === 0) await options.step?.(t, steps, `depth ${depth}`);
  }
}

/** MᵀM, M = W₂⋯W_L: the metric of the row features, which the ansatz equates with (ZᵀZ)^((L-1)/L). `(d2, d2)` */
export function featureGram(factors: readonly Matrix[]): Matrix {
  const m = factors.length === 1 ? identity(factors[0].cols) : product(factors.slice(1));
  return matmul(m, m, { transA: true });
}

/** The loss, and R at Ω's places of `residual`. */
function lossOn({ rows, cols, start, columns, values }: Observed, z: Matrix, residual: Matrix): number {
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) {
      const at = i * cols + columns[k];
      const miss = z.data[at] - values[k];
      loss += miss * miss;
      residual.data[at] = (2 / values.length) * miss;
    }
  }
  return loss / values.length;
}

function numbers(w: Matrix): Float64Array {
  return w.data as Float64Array;
}
