import { checkInteger, checkPositive } from '../check.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { svd } from '../linalg/svd.js';
import type { Step } from '../step.js';
import { schatten } from './lin-rfm-objective.js';
import { type Observed, zeroFilled } from './observed.js';

export interface NuclearNorm {
  /** The completion, equal to Y on Ω, `(rows, cols)`. */
  z: Matrix;
  nuclearNorm: number;
  /** ‖Z‖* - ⟨D, Y⟩_Ω with D scaled into ‖D‖₂ ≤ 1: no completion has a nuclear norm lower by more than this. */
  gap: number;
  iterations: number;
}

/**
 * min ‖Z‖* subject to Z = Y on Ω, by ADMM: A ← SVT_{1/μ}(B - Λ/μ), B ← A + Λ/μ with B = Y on Ω, Λ ← Λ + μ(A - B).
 *
 * Where the minimiser is not unique (it need not be), the one reached depends on `penalty` = μ.
 * D = -Λ is supported on Ω and, once its spectral norm is at most 1, feasible for the dual: `gap` certifies the result.
 * @throws InputError on an option out of range.
 * @example
 * ```ts
 * const { z, nuclearNorm } = await minNuclearNorm(observed(2, 2, [0, 1, 2], [1, 2, 2]));
 * // Not the 4 of the completion of rank one, whose nuclear norm is 5.
 * z.get(1, 1); // 1.000
 * nuclearNorm; // 4.000
 * ```
 */
export async function minNuclearNorm(
  omega: Observed,
  options: { tolerance?: number; maxIterations?: number; penalty?: number; step?: Step } = {},
): Promise<NuclearNorm> {
  const { tolerance = 1e-9, maxIterations = 20_000, penalty, step } = options;
  checkPositive('minNuclearNorm', 'tolerance', tolerance);
  checkInteger('minNuclearNorm', 'maxIterations', maxIterations, 1);
  const mu = penalty ?? 1 / (2 * deviation(omega.values));
  checkPositive('minNuclearNorm', 'penalty', mu);
  const size = omega.rows * omega.cols;
  let b = zeroFilled(omega);
  const dual = zeros(omega.rows, omega.cols);
  for (let t = 1; ; t++) {
    const shifted = zeros(omega.rows, omega.cols);
    for (let k = 0; k < size; k++) shifted.data[k] = b.data[k] - dual.data[k] / mu;
    const a = shrinkSpectrum(shifted, 1 / mu);
    const next = a.clone();
    for (let k = 0; k < size; k++) next.data[k] += dual.data[k] / mu;
    replace(omega, next);
    let [apart, moved, norm] = [0, 0, 0];
    for (let k = 0; k < size; k++) {
      dual.data[k] += mu * (a.data[k] - next.data[k]);
      apart += (a.data[k] - next.data[k]) ** 2;
      moved += (next.data[k] - b.data[k]) ** 2;
      norm += next.data[k] ** 2;
    }
    b = next;
    if (Math.sqrt(apart) + Math.sqrt(moved) < tolerance * Math.sqrt(norm) || t === maxIterations) {
      return { z: b, ...certificate(omega, b, dual), iterations: t };
    }
    if (t % 50 === 0) await step?.(t, maxIterations, 'nuclear norm');
  }
}

/** U diag(max(σ - threshold, 0)) Vᵀ: the proximal map of threshold · ‖·‖*. Z `(rows, cols)`. */
export function shrinkSpectrum(z: Matrix, threshold: number): Matrix {
  const { u, s, vt } = svd(z);
  for (let i = 0; i < vt.rows; i++) {
    const shrunk = Math.max(s[i] - threshold, 0);
    const row = vt.row(i);
    for (let j = 0; j < row.length; j++) row[j] *= shrunk;
  }
  return matmul(u, vt);
}

function certificate(omega: Observed, z: Matrix, dual: Matrix): { nuclearNorm: number; gap: number } {
  const nuclearNorm = schatten(z, 1);
  const scale = Math.max(1, svd(dual).s[0]);
  let inner = 0;
  for (let i = 0; i < omega.rows; i++) {
    for (let k = omega.start[i]; k < omega.start[i + 1]; k++) {
      inner -= dual.get(i, omega.columns[k]) * omega.values[k];
    }
  }
  return { nuclearNorm, gap: nuclearNorm - inner / scale };
}

function replace({ rows, cols, start, columns, values }: Observed, z: Matrix): void {
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) z.data[i * cols + columns[k]] = values[k];
  }
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  // One entry, or equal ones: any positive scale serves.
  return Math.sqrt(variance) || Math.abs(mean) || 1;
}
