import { checkFinite, checkMatrix, checkVector } from '../check.js';
import { NumericalError } from '../errors.js';
import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import { topEigenpairs } from '../linalg/top-eigenpairs.js';

/**
 * η_crit = 2 / λ_max(H), above which a step along the top curvature overshoots, H the Gauss-Newton Hessian:
 *
 *     n / λ_max(K)                      of the loss (1/n) Σ (f - y)²,
 *     2n / λ_max(D^{1/2} K D^{1/2})     of the logistic loss, D = diag(p(1-p)), p = σ(f), given its `outputs` f (n).
 *
 * K `(n, n)` is the tangent kernel of the whole set or of a mini-batch. Lewkowycz et al. 2020; Zhu et al. 2024.
 * @throws InputError if K is not square and finite. @throws NumericalError if K is zero: no step overshoots.
 * @example
 * ```ts
 * criticalLearningRate(fromRows([[2, 0], [0, 4]])); // 0.5
 * ```
 */
export function criticalLearningRate(kernel: Matrix, { outputs }: { outputs?: Real } = {}): number {
  const fn = 'criticalLearningRate';
  checkMatrix(fn, 'kernel', kernel, { cols: kernel.rows });
  checkFinite(fn, 'kernel', kernel.data);
  const n = kernel.rows;
  if (outputs !== undefined) checkVector(fn, 'outputs', outputs, n, kernel.precision);
  const largest = topEigenpairs(outputs === undefined ? kernel : weighted(kernel, outputs), 1).values[0];
  if (!(largest > 0)) throw new NumericalError(`${fn}: kernel has no positive eigenvalue (${largest})`);
  return ((outputs === undefined ? 1 : 2) * n) / largest;
}

function weighted(kernel: Matrix, outputs: Real): Matrix {
  const n = kernel.rows;
  // √(p(1-p)) = 1 / (e^{f/2} + e^{-f/2}).
  const roots = Float64Array.from(outputs, (f) => 0.5 / Math.cosh(f / 2));
  const result = zeros(n, n, kernel.precision);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) result.data[i * n + j] = roots[i] * kernel.data[i * n + j] * roots[j];
  }
  return result;
}
