import { checkFinite, checkMatrix, checkPositive, checkVector } from '../check.js';
import { NumericalError } from '../errors.js';
import { cholesky, choleskySolve } from '../linalg/cholesky.js';
import { gemv } from '../linalg/gemv.js';
import { gram } from '../linalg/gram.js';
import { Matrix, zeros } from '../linalg/matrix.js';

export interface BasisPursuit {
  /** `(d)` */
  theta: Float64Array;
  l1: number;
  /** λ `(n)` with ‖Xᵀλ‖∞ ≤ 1: the certificate. */
  dual: Float64Array;
  /** ‖θ‖₁ - yᵀλ: no interpolant has an l1 norm lower by more than this. */
  gap: number;
  iterations: number;
}

/**
 * min ‖θ‖₁ subject to Xθ = y, by Mehrotra's primal-dual interior-point method for the linear program
 * min 1ᵀ(u + v), X(u - v) = y, u, v ≥ 0. X `(n, d)` of full row rank, n ≤ d; y `(n)`.
 *
 * Each iteration is a reweighted least-squares problem with the kernel X D Xᵀ, D = u/s₊ + v/s₋; some 15 of them reach
 * a relative gap of 1e-8, which the returned dual certifies.
 * @throws NumericalError if the gap is not reached: X is rank deficient, or y is not in its range.
 * @example
 * ```ts
 * basisPursuit(fromRows([[1, 2]]), Float64Array.of(2)).theta; // [0.000, 1.000]
 * ```
 */
export function basisPursuit(x: Matrix, y: Float64Array, options: { tolerance?: number } = {}): BasisPursuit {
  const { tolerance = 1e-8 } = options;
  checkMatrix('basisPursuit', 'x', x);
  checkFinite('basisPursuit', 'x', x.data);
  checkVector('basisPursuit', 'y', y, x.rows);
  checkFinite('basisPursuit', 'y', y);
  checkPositive('basisPursuit', 'tolerance', tolerance);
  const d = x.cols;
  if (y.every((value) => value === 0)) {
    const theta = new Float64Array(d);
    return { theta, l1: 0, dual: new Float64Array(x.rows), gap: 0, iterations: 0 };
  }
  // Positions 0..d-1 are u, d..2d-1 are v. Start: the interpolant of least l2 norm, moved inside; λ = 0, s = 1.
  const least = times(x, normalSolver(x, new Float64Array(d).fill(1))(y));
  const inside = least.reduce((sum, value) => sum + Math.abs(value), 0) / d;
  const w = Float64Array.from({ length: 2 * d }, (_, i) =>
    i < d ? Math.max(least[i], 0) + inside : Math.max(-least[i - d], 0) + inside,
  );
  const s = new Float64Array(2 * d).fill(1);
  const lambda = new Float64Array(x.rows);
  for (let iterations = 0; ; iterations++) {
    const theta = Float64Array.from({ length: d }, (_, j) => w[j] - w[d + j]);
    const result = certified(x, y, theta, lambda, iterations);
    const missing = gemv(x, theta, { alpha: -1, beta: 1, out: y.slice() }) as Float64Array;
    const feasible = dot(missing, missing) <= (tolerance * Math.sqrt(dot(y, y))) ** 2;
    if (feasible && result.gap <= tolerance * result.l1) return result;
    if (iterations === 100) {
      throw new NumericalError(
        `basisPursuit: gap ${result.gap} after 100 iterations; is x of full row rank and y in its range?`,
      );
    }
    const weight = Float64Array.from({ length: d }, (_, j) => w[j] / s[j] + w[d + j] / s[d + j]);
    const solve = normalSolver(x, weight);
    const mu = dot(w, s) / (2 * d);
    // Predictor: straight at complementarity 0; its step lengths tell how much centring the corrector needs.
    const aim = direction(x, w, s, solve, missing, (i) => -w[i] * s[i]);
    const [primal, dualStep] = [longestStep(w, aim.w), longestStep(s, aim.s)];
    let after = 0;
    for (let i = 0; i < w.length; i++) after += (w[i] + primal * aim.w[i]) * (s[i] + dualStep * aim.s[i]);
    const centre = mu * (after / (2 * d) / mu) ** 3;
    const move = direction(x, w, s, solve, missing, (i) => centre - w[i] * s[i] - aim.w[i] * aim.s[i]);
    const [a, b] = [longestStep(w, move.w), longestStep(s, move.s)];
    for (let i = 0; i < w.length; i++) {
      w[i] += a * move.w[i];
      s[i] += b * move.s[i];
    }
    for (let i = 0; i < lambda.length; i++) lambda[i] += b * move.lambda[i];
  }
}

/**
 * Newton direction for A w = y, Aᵀλ + s = 1, w s = target, with A = [X, -X]; dual feasibility is kept from the start.
 */
function direction(
  x: Matrix,
  w: Float64Array,
  s: Float64Array,
  solve: (right: Float64Array) => Float64Array,
  missing: Float64Array,
  target: (i: number) => number,
): { w: Float64Array; s: Float64Array; lambda: Float64Array } {
  const d = x.cols;
  const ratio = Float64Array.from({ length: d }, (_, j) => target(j) / s[j] - target(d + j) / s[d + j]);
  const lambda = solve(gemv(x, ratio, { alpha: -1, beta: 1, out: missing.slice() }) as Float64Array);
  const slope = times(x, lambda);
  const ds = Float64Array.from({ length: 2 * d }, (_, i) => (i < d ? -slope[i] : slope[i - d]));
  return { lambda, s: ds, w: ds.map((change, i) => (target(i) - w[i] * change) / s[i]) };
}

/** r ↦ (X diag(weight) Xᵀ)⁻¹ r. */
function normalSolver(x: Matrix, weight: Float64Array): (right: Float64Array) => Float64Array {
  const scaled = zeros(x.rows, x.cols);
  const root = weight.map(Math.sqrt);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++) scaled.data[i * x.cols + j] = x.data[i * x.cols + j] * root[j];
  }
  const kernel = gram(scaled);
  // Near the solution the kernel spans many orders; this ridge is below its rounding and keeps it factorisable.
  for (let i = 0; i < x.rows; i++) kernel.data[i * x.rows + i] *= 1 + 1e-14;
  const factor = cholesky(kernel);
  return (right) => choleskySolve(factor, new Matrix(right.length, 1, right)).data as Float64Array;
}

function certified(
  x: Matrix,
  y: Float64Array,
  theta: Float64Array,
  lambda: Float64Array,
  iterations: number,
): BasisPursuit {
  const scale = Math.max(1, ...times(x, lambda).map(Math.abs));
  const dual = lambda.map((value) => value / scale);
  const l1 = theta.reduce((sum, value) => sum + Math.abs(value), 0);
  return { theta, l1, dual, gap: Math.abs(l1 - dot(y, dual)), iterations };
}

/** Largest step of at most 1 that keeps the vector positive, short of the boundary. */
function longestStep(from: Float64Array, change: Float64Array): number {
  let step = 1;
  for (let i = 0; i < from.length; i++) {
    if (change[i] < 0) step = Math.min(step, (-0.9995 * from[i]) / change[i]);
  }
  return step;
}

function times(x: Matrix, right: Float64Array): Float64Array {
  return gemv(x, right, { transA: true }) as Float64Array;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
