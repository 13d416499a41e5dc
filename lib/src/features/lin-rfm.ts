import { checkMatrix, checkNonNegative } from '../check.js';
import { cholesky, choleskySolve } from '../linalg/cholesky.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { identity, Matrix, transpose } from '../linalg/matrix.js';
import { psdPower } from '../linalg/psd-power.js';
import { completeRows } from './complete-rows.js';
import { type Observed, transposeObserved } from './observed.js';
import { geometric, type Schedule } from './schedules.js';

/*
 * Linear recursive feature machines (Radhakrishnan, Belkin, Drusvyatskiy, PNAS 2025). The loop:
 *
 *   M₀ = I
 *   regression   Wₜ = argmin_W Σₙ (yₙ - ⟨Aₙ Mₜ, W⟩)² + ρₜ ‖W‖²
 *   predictor    Zₜ = Wₜ Mₜ
 *   AGOP         Gₜ = Zₜᵀ Zₜ / d₁
 *   features     Mₜ₊₁ = Gₜ^α
 *
 * Convention of α: a power of the AGOP in the feature matrix M; the metric of the regression is P = M² = G^(2α).
 * It is IRLS-p with p = 2 - 4α. Each function is a generator of the iterates Z₀, Z₁, ...: who consumes it decides
 * when to stop.
 */

export interface LinRfmOptions {
  /** Power of the AGOP, at least 0: 0 no feature learning, 1/4 nuclear norm, 1/2 log-det. Default 1/2. */
  alpha?: number;
  /** Ridge ρₜ. Default: geometric. */
  ridge?: Schedule;
  /** `rows`: as the paper. `alternating` (ours): odd iterations solve columns, with P = (Z Zᵀ / d₂)^(2α). */
  sides?: 'rows' | 'alternating';
  /** See `completeRows`. */
  floor?: number;
}

/**
 * G = ZᵀZ / d₁, the average gradient outer product of f(A) = ⟨A, Z⟩; Z `(d1, d2)`, result `(d2, d2)`.
 * @example
 * ```ts
 * linRfmAgop(fromRows([[1, 2]])); // [[1, 2], [2, 4]]
 * ```
 */
export function linRfmAgop(z: Matrix): Matrix {
  return gram(z, { of: 'columns', alpha: 1 / z.rows });
}

/** P = G^(2α), `(d2, d2)`: no decomposition where 2α is 1 or 2. */
export function metric(g: Matrix, alpha: number): Matrix {
  checkNonNegative('metric', 'alpha', alpha);
  if (alpha === 0) return identity(g.rows);
  if (alpha === 0.5) return g;
  if (alpha === 1) return gram(g);
  return psdPower(g, 2 * alpha);
}

/**
 * lin-RFM for matrix completion, Aₙ = eᵢ eⱼᵀ: yields Z₀, Z₁, ..., each `(rows, cols)` and equal to Y on Ω.
 *
 * ρ acts as smoothing here: ridge and replacement are exact interpolation in the metric P + ρI (see `completeRows`).
 * @throws InputError if alpha is negative.
 * @example
 * ```ts
 * const iterates = linRfm(observed(2, 2, [0, 1, 2], [1, 2, 2]));
 * for (let t = 0; t < 100; t++) iterates.next();
 * iterates.next().value; // [[1, 2], [2, 4.000]]
 * ```
 */
export function* linRfm(omega: Observed, options: LinRfmOptions = {}): Generator<Matrix, never> {
  const { alpha = 1 / 2, ridge = geometric(), sides = 'rows', floor = 1e-11 } = options;
  checkNonNegative('linRfm', 'alpha', alpha);
  const turned = transposeObserved(omega);
  let z: Matrix | undefined;
  for (let t = 0; ; t++) {
    const previous = z;
    const rho = ridge(t, previous && (() => previous));
    if (sides === 'alternating' && t % 2 === 1) {
      z = transpose(completeRows(metric(linRfmAgop(transpose(z!)), alpha), turned, rho, floor));
    } else {
      z = completeRows(z ? metric(linRfmAgop(z), alpha) : identity(omega.cols), omega, rho, floor);
    }
    yield z;
  }
}

/**
 * lin-RFM for dense measurements yₙ = ⟨Aₙ, Z⟩: yields Z₀, Z₁, ..., each `(d1, d2)`.
 *
 * With F the `(N, d1 d2)` matrix of rows vec(Aₙ Mₜ): w = Fᵀ (F Fᵀ + ρI)⁻¹ y, Zₜ = reshape(w) Mₜ. `measurements` is
 * `(N, d1 d2)`, row n = vec(Aₙ) row by row. Here a ridge trades fit for norm and is not a smoothing of the metric.
 * One iteration costs O(N² d1 d2 + N³): keep N below some hundreds.
 * @throws InputError if shapes differ, or alpha is negative.
 * @example
 * ```ts
 * // Three entries of a matrix, measured one by one.
 * const measurements = fromRows([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]);
 * const iterates = linRfmSensing(measurements, Float64Array.of(1, 2, 2), { d1: 2 });
 * for (let t = 0; t < 100; t++) iterates.next();
 * iterates.next().value; // [[1.000, 2.000], [2.000, 4.000]]
 * ```
 */
export function* linRfmSensing(
  measurements: Matrix,
  y: Float64Array,
  options: { d1: number; alpha?: number; ridge?: Schedule },
): Generator<Matrix, never> {
  const { d1, alpha = 1 / 2, ridge = () => 1e-10 } = options;
  const d2 = measurements.cols / d1;
  checkMatrix('linRfmSensing', 'measurements', measurements, { rows: y.length, cols: d1 * Math.round(d2) });
  checkNonNegative('linRfmSensing', 'alpha', alpha);
  const stacked = new Matrix(y.length * d1, d2, measurements.data);
  let m = identity(d2);
  let z: Matrix | undefined;
  for (let t = 0; ; t++) {
    const f = new Matrix(y.length, d1 * d2, matmul(stacked, m).data);
    const previous = z;
    const a = solveRidge(gram(f), y, ridge(t, previous && (() => previous)));
    const w = new Matrix(d1, d2, matmul(f, a, { transA: true }).data);
    z = matmul(w, m);
    m = alpha === 0 ? m : psdPower(linRfmAgop(z), alpha);
    yield z;
  }
}

/** (K + ρI)⁻¹ y as a column `(n, 1)`. */
function solveRidge(k: Matrix, y: Float64Array, ridge: number): Matrix {
  for (let i = 0; i < k.rows; i++) k.data[i * k.cols + i] += ridge;
  return choleskySolve(cholesky(k), new Matrix(y.length, 1, y));
}
