import { checkFinite, checkInteger, checkMatrix, checkPositive, checkSamePrecision } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { predict } from '../features/rfm/predict.js';
import { withDefaults } from '../features/rfm/with-defaults.js';
import type { Kernel } from '../kernels/kernel.js';
import type { Metric } from '../kernels/metric.js';
import { choleskyAsync, choleskySolve } from '../linalg/cholesky.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';

export interface KernelLogisticOptions {
  kernel: Kernel;
  /** M; the identity if absent. */
  metric?: Metric;
  /** λ > 0. Default 1e-3. */
  ridge?: number;
  /** Newton steps at most. Default 7. */
  steps?: number;
}

/** The machine after a Newton step. */
export interface KernelLogisticStep {
  /** From 1. */
  step: number;
  /** α, `(n, 1)`. */
  alpha: Matrix;
  /** Σᵢ log(1 + exp(-(2yᵢ - 1) fᵢ)) + λ fᵀα, what is minimised. */
  objective: number;
  /** Log-odds of class 1 at Z `(m, d)`, `(m, 1)`. */
  logOdds(z: Matrix): Matrix;
  /** P(y = 1), `(m, 1)`. */
  probabilities(z: Matrix): Matrix;
}

/**
 * Kernel logistic regression for two classes by Newton's method (IRLS): yields the machine after each step from α = 0;
 * x `(n, d)`, y `(n, 1)` of zeros and ones.
 *
 *   p = σ(f),  w = p (1 - p) / 2,  α ← α - ½ (diag(w) K + λI)⁻¹ (p - y + 2λα),  f = Kα
 *
 * Ends when a step no longer lowers the objective, at the minimum to working precision. Which step is best on
 * validation points is for the caller to judge, as `fitKernelLogistic` does.
 * @throws InputError on shapes, precisions, targets other than 0 and 1, or options out of range.
 * @throws NumericalError if the system has no Cholesky factor: the ridge is too small for the precision.
 * @example
 * ```ts
 * const options = { kernel: laplace({ bandwidth: 1 }), ridge: 1e-3 };
 * let last = zeros(2, 1);
 * for await (const { probabilities } of kernelLogistic(fromRows([[0], [1]]), fromRows([[0], [1]]), options)) {
 *   last = probabilities(fromRows([[0], [1]]));
 * }
 * last; // [[0.01356], [0.98644]]
 * ```
 */
export async function* kernelLogistic(
  x: Matrix,
  y: Matrix,
  options: KernelLogisticOptions,
): AsyncGenerator<KernelLogisticStep, void> {
  const { kernel, metric, ridge, steps } = checked(x, y, options);
  const k = kernel.matrix(x, undefined, { metric });
  const system = zeros(x.rows, x.rows, x.precision);
  let alpha = zeros(x.rows, 1, x.precision);
  let f = zeros(x.rows, 1, x.precision);
  let before = Infinity;
  for (let step = 1; step <= steps; step++) {
    alpha = await newtonStep(k, f, y, alpha, ridge, system);
    f = matmul(k, alpha);
    const objective = objectiveAt(f, y, alpha, ridge);
    if (!Number.isFinite(objective)) {
      throw new NumericalError(
        `kernelLogistic: step ${step} overflows at ridge ${ridge}; give a larger ridge`,
      );
    }
    const machine = { kernel, x, alpha, metric };
    const logOdds = (z: Matrix): Matrix => predict(machine, z);
    yield { step, alpha, objective, logOdds, probabilities: (z) => sigmoid(logOdds(z)) };
    if (!(objective < before)) return;
    before = objective;
  }
}

/**
 * The step of `kernelLogistic` with the least log loss at the validation points, z `(m, d)` and labels `(m, 1)`; stops
 * at the first that is worse than the one before.
 * @throws InputError if the validation labels do not fit, and as `kernelLogistic`.
 * @example
 * ```ts
 * const [x, y] = [fromRows([[0], [1], [2], [3]]), fromRows([[0], [0], [1], [1]])];
 * const validation = { x: fromRows([[0.5], [2.5]]), y: fromRows([[0], [1]]) };
 * const best = await fitKernelLogistic(x, y, { kernel: laplace({ bandwidth: 2 }), validation });
 * best.probabilities(fromRows([[1.5]])); // [[0.5]]
 * ```
 */
export async function fitKernelLogistic(
  x: Matrix,
  y: Matrix,
  { validation, ...options }: KernelLogisticOptions & { validation: { x: Matrix; y: Matrix } },
): Promise<KernelLogisticStep> {
  checkTargets('fitKernelLogistic', 'validation.y', validation.y, validation.x.rows);
  let best: KernelLogisticStep | undefined;
  let least = Infinity;
  for await (const machine of kernelLogistic(x, y, options)) {
    const loss = logLoss(machine.logOdds(validation.x), validation.y);
    if (best !== undefined && !(loss < least)) break;
    [best, least] = [machine, loss];
  }
  return best!;
}

/**
 * α - ½ (WK + λI)⁻¹ r. With B = λI + W^½ K W^½, which is symmetric and at least λ, (WK + λI)⁻¹ r is
 * (r - W^½ B⁻¹ W^½ K r) / λ: Cholesky instead of LU, and no division by a weight that has vanished.
 */
async function newtonStep(
  k: Matrix,
  f: Matrix,
  y: Matrix,
  alpha: Matrix,
  ridge: number,
  system: Matrix,
): Promise<Matrix> {
  const n = k.rows;
  const p = sigmoid(f);
  const root = p.data.map((value) => Math.sqrt((value * (1 - value)) / 2));
  const r = p.clone();
  for (let i = 0; i < n; i++) r.data[i] += 2 * ridge * alpha.data[i] - y.data[i];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) system.data[i * n + j] = root[i] * k.data[i * n + j] * root[j];
    system.data[i * n + i] += ridge;
  }
  const factor = await choleskyAsync(system, { out: system });
  const right = matmul(k, r);
  for (let i = 0; i < n; i++) right.data[i] *= root[i];
  const solved = choleskySolve(factor, right);
  const next = alpha.clone();
  for (let i = 0; i < n; i++) next.data[i] -= (r.data[i] - root[i] * solved.data[i]) / (2 * ridge);
  return next;
}

function objectiveAt(f: Matrix, y: Matrix, alpha: Matrix, ridge: number): number {
  let penalty = 0;
  for (let i = 0; i < f.rows; i++) penalty += f.data[i] * alpha.data[i];
  return logLoss(f, y) + ridge * penalty;
}

/** Σ log(1 + exp(∓f)), from the side that does not overflow. */
function logLoss(f: Matrix, y: Matrix): number {
  let sum = 0;
  for (let i = 0; i < f.rows; i++) {
    const margin = (2 * y.data[i] - 1) * f.data[i];
    sum += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(-margin, 0);
  }
  return sum;
}

function sigmoid(f: Matrix): Matrix {
  const p = f.clone();
  for (let i = 0; i < p.data.length; i++) p.data[i] = 1 / (1 + Math.exp(-p.data[i]));
  return p;
}

const defaults = { ridge: 1e-3, steps: 7 };

function checked(
  x: Matrix,
  y: Matrix,
  options: KernelLogisticOptions,
): KernelLogisticOptions & typeof defaults {
  const fn = 'kernelLogistic';
  const settings = withDefaults(fn, defaults, options, ['kernel', 'metric']);
  checkMatrix(fn, 'x', x);
  checkFinite(fn, 'x', x.data);
  checkTargets(fn, 'y', y, x.rows);
  checkSamePrecision(fn, { x, y });
  if (typeof settings.kernel?.matrix !== 'function') {
    throw new InputError(fn, 'kernel', 'is no kernel', 'give one as laplace({ bandwidth: 10 })');
  }
  checkPositive(fn, 'ridge', settings.ridge);
  checkInteger(fn, 'steps', settings.steps, 1);
  return settings;
}

function checkTargets(fn: string, argument: string, y: Matrix, rows: number): void {
  checkMatrix(fn, argument, y, { rows, cols: 1 });
  const wrong = y.data.findIndex((value) => value !== 0 && value !== 1);
  if (wrong < 0) return;
  throw new InputError(fn, argument, `has ${y.data[wrong]} at position ${wrong}`, 'give zeros and ones');
}
