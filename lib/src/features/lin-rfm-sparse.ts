import { checkFinite, checkMatrix, checkNonNegative, checkVector } from '../check.js';
import { NumericalError } from '../errors.js';
import { cholesky, choleskySolve } from '../linalg/cholesky.js';
import { gram } from '../linalg/gram.js';
import { gemv } from '../linalg/gemv.js';
import { luSolve } from '../linalg/lu-solve.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { geometric } from './schedules.js';

export interface LinRfmSparseOptions {
  /** Power of the AGOP, as in `linRfm`: 1/4 is basis pursuit, above it the penalty is not convex. Default 1/2. */
  alpha?: number;
  /** εₜ, which smooths the features. Default max(0.8ᵗ, 1e-8). */
  smoothing?: (t: number) => number;
  /** ρₜ on the kernel. Default 0: with a ridge instead of smoothing, α > 1/4 is trapped early. */
  ridge?: (t: number) => number;
}

// A feature below this part of the largest is noise of the solver; without a floor the kernel turns singular.
const FLOOR = 1e-15;

/**
 * θₜ = Dₜ Xᵀ (X Dₜ Xᵀ + ρI)⁻¹ y,  Dₜ₊₁ = diag((θₜ² + εₜ²)^(2α)),  D₀ = I: yields θ₀, θ₁, ..., each `(d)`.
 *
 * lin-RFM for sparse regression: features m ⊙ x, of the AGOP θθᵀ only the diagonal is kept, and D = diag(m²).
 * X `(n, d)`, y `(n)`.
 * @throws InputError if shapes differ, an entry is not finite, or alpha is negative.
 * @example
 * ```ts
 * const iterates = linRfmSparse(fromRows([[1, 2]]), Float64Array.of(2));
 * for (let t = 0; t < 100; t++) iterates.next();
 * iterates.next().value; // [0.000, 1.000]
 * ```
 */
export function* linRfmSparse(
  x: Matrix,
  y: Float64Array,
  { alpha = 1 / 2, smoothing = geometric(1, 0.8, 1e-8), ridge = () => 0 }: LinRfmSparseOptions = {},
): Generator<Float64Array, never> {
  checkMatrix('linRfmSparse', 'x', x);
  checkVector('linRfmSparse', 'y', y, x.rows);
  checkFinite('linRfmSparse', 'x', x.data);
  checkFinite('linRfmSparse', 'y', y);
  checkNonNegative('linRfmSparse', 'alpha', alpha);
  const squares = new Float64Array(x.cols).fill(1);
  const features = zeros(x.rows, x.cols);
  for (let t = 0; ; t++) {
    const rho = ridge(t);
    // Without a ridge θ does not depend on the scale of D.
    if (rho === 0) normalise(squares);
    const m = squares.map(Math.sqrt);
    for (let i = 0; i < x.rows; i++) {
      for (let j = 0; j < x.cols; j++) features.data[i * x.cols + j] = x.data[i * x.cols + j] * m[j];
    }
    const kernel = gram(features);
    for (let i = 0; i < x.rows; i++) kernel.data[i * x.rows + i] += rho;
    const theta = gemv(features, solve(kernel, y), { transA: true }) as Float64Array;
    for (let j = 0; j < theta.length; j++) theta[j] *= m[j];
    const epsilon = smoothing(t);
    for (let j = 0; j < theta.length; j++) squares[j] = (theta[j] ** 2 + epsilon ** 2) ** (2 * alpha);
    yield theta;
  }
}

function normalise(squares: Float64Array): void {
  const largest = squares.reduce((a, b) => Math.max(a, b));
  for (let j = 0; j < squares.length; j++) squares[j] = Math.max(squares[j] / largest, FLOOR);
}

/** K⁻¹ y; LU where rounding has cost K its positive definiteness, which happens once D has n or fewer large entries. */
function solve(kernel: Matrix, y: Float64Array): Float64Array {
  const right = new Matrix(y.length, 1, y);
  try {
    return choleskySolve(cholesky(kernel), right).data as Float64Array;
  } catch (error) {
    if (!(error instanceof NumericalError)) throw error;
    return luSolve(kernel, right).data as Float64Array;
  }
}
