import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { gram } from '../../linalg/gram.js';
import { lstsq } from '../../linalg/lstsq.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, transpose, zeros } from '../../linalg/matrix.js';
import { qr } from '../../linalg/qr.js';
import { solveSpd } from '../../linalg/solve-spd.js';

/** The linear world: y_s = W_s x, y_t = W_t x without noise, x ~ N(0, I_d), samples in rows. */
export interface LinearWorld {
  /** W_s, `(c_s, d)`. */
  source: Matrix;
  /** W_t, `(c_t, d)`. */
  target: Matrix;
  /** `(n_s, d)`. */
  sourceX: Matrix;
  /** `(n_t, d)`. */
  targetX: Matrix;
}

/** Each but the source is made when it is asked for. */
export interface LinearFits {
  /** W_s P_s. */
  readonly source: Matrix;
  /** W_t P_t. */
  readonly baseline: Matrix;
  /** W_s P_s + (W_t - W_s P_s) P_t; undefined where c_s ≠ c_t. */
  readonly translated: Matrix | undefined;
  /** [W_t X_tᵀ (A X_tᵀ)⁺] A, A = W_s P_s. */
  readonly projected: Matrix;
}

/**
 * Minimum-norm fits in the linear world, each `(c, d)`; P_s and P_t project orthogonally onto the samples' spans.
 * Radhakrishnan et al. (2023), linear setting.
 * @throws InputError on shapes that do not fit.
 * @example
 * ```ts
 * // One target sample mends the source where it lies.
 * const world = { source: fromRows([[1, 2]]), target: fromRows([[3, 5]]) };
 * linearTransfer({ ...world, sourceX: identity(2), targetX: fromRows([[1, 0]]) }).translated; // [[3, 2]]
 * ```
 */
export function linearTransfer({ source, target, sourceX, targetX }: LinearWorld): LinearFits {
  const d = source.cols;
  for (const [name, a] of Object.entries({ target, sourceX, targetX })) {
    if (a.cols !== d)
      throw new InputError('linearTransfer', name, `has ${a.cols} columns`, `source has ${d}`);
  }
  const sourceHat = fitted(source, sourceX);
  return {
    source: sourceHat,
    get baseline() {
      return fitted(target, targetX);
    },
    get translated() {
      if (source.rows !== target.rows) return undefined;
      return plus(sourceHat, fitted(plus(target, sourceHat, -1), targetX));
    },
    get projected() {
      return headed(sourceHat, target, targetX);
    },
  };
}

/** H A with the head H of least norm for which H (A X_tᵀ) = W_t X_tᵀ. */
function headed(a: Matrix, target: Matrix, x: Matrix): Matrix {
  if (x.rows === 0) return zeros(target.rows, target.cols);
  const [outputs, labels] = [a, target].map((w) => matmul(x, w, { transB: true }));
  return matmul(lstsq(outputs, labels), a, { transA: true });
}

/** W P with P the projector onto the rows of x. */
function fitted(w: Matrix, x: Matrix): Matrix {
  if (x.rows === 0) return zeros(w.rows, w.cols);
  if (x.rows >= x.cols && spansAll(x)) return w.clone();
  if (x.rows <= x.cols) {
    const { q, r } = qr(transpose(x));
    const pivots = Array.from({ length: x.rows }, (_, i) => Math.abs(r.get(i, i)));
    // Independent samples: W Q Qᵀ, at a fraction of the cost of singular values.
    if (Math.min(...pivots) > 2 ** -40 * Math.max(...pivots))
      return matmul(matmul(w, q), q, { transB: true });
  }
  return transpose(lstsq(x, matmul(x, w, { transB: true })));
}

/** Whether the rows of x certainly span the space: then the projector onto them is the identity. */
function spansAll(x: Matrix): boolean {
  const factor = gram(x, { of: 'columns' });
  if (solveSpd(factor, zeros(x.cols, 1, x.precision)) === undefined) return false;
  const pivots = Array.from({ length: x.cols }, (_, i) => Math.abs(factor.get(i, i)));
  return Math.min(...pivots) > 2 ** -20 * Math.max(...pivots);
}

function plus(a: Matrix, b: Matrix, factor = 1): Matrix {
  const sum = a.clone();
  for (let i = 0; i < sum.data.length; i++) sum.data[i] += factor * b.data[i];
  return sum;
}

/** ‖W - W_t‖² = E |Wx - W_t x|² over x ~ N(0, I). */
export function linearRisk(w: Matrix, target: Matrix): number {
  const gap = plus(w, target, -1);
  let sum = 0;
  for (let i = 0; i < gap.data.length; i++) sum += gap.data[i] ** 2;
  return sum;
}

export interface TranslationLaw {
  d: number;
  sourceSamples: number;
  targetSamples: number;
  /** ‖W_t‖². */
  targetSize: number;
  /** ‖W_s - W_t‖². */
  distance: number;
}

/**
 * E risk = (1 - n_t/d) [(1 - S) ‖W_t‖² + S ‖W_s - W_t‖²], S = min(n_s/d, 1), of the translated predictor, exact for
 * n_t ≤ d; with n_s = 0 that of the target's own. Transfer helps if and only if ‖W_s - W_t‖ < ‖W_t‖.
 * @throws InputError unless n_t ≤ d.
 * @example
 * ```ts
 * const world = { d: 10, targetSamples: 5, targetSize: 1, distance: 0.2 };
 * translationRisk({ ...world, sourceSamples: 10 }); // 0.1
 * translationRisk({ ...world, sourceSamples: 0 }); // 0.5
 * ```
 */
export function translationRisk({
  d,
  sourceSamples,
  targetSamples,
  targetSize,
  distance,
}: TranslationLaw): number {
  checkInteger('translationRisk', 'd', d, 1);
  if (!(targetSamples >= 0 && targetSamples <= d)) {
    throw new InputError(
      'translationRisk',
      'targetSamples',
      `is ${targetSamples}`,
      `the law holds from 0 to d = ${d}`,
    );
  }
  const s = Math.min(sourceSamples / d, 1);
  return (1 - targetSamples / d) * ((1 - s) * targetSize + s * distance);
}

export interface ProjectionLaw {
  d: number;
  /** c_s. */
  sourceOutputs: number;
  sourceSamples: number;
  targetSamples: number;
  /** ρ: the share of ‖W_t‖² = 1 outside the row space of W_s, whose rows are orthonormal. */
  outside: number;
}

/**
 * E risk of the projected predictor for ‖W_t‖ = 1, with σ² = (1 - ρ)(1 - S) + ρ (1 - c_s (1 - S)/(d - c_s)), S = min(n_s/d, 1):
 *
 *     n_t ≥ c_s + 2, c_s ≤ n_s:   σ² (1 + c_s / (n_t - c_s - 1))
 *     n_t ≤ c_s - 2, n_s ≥ d:     (1 - n_t/c_s)(1 - ρ) + ρ (1 + n_t / (c_s - n_t - 1))
 *
 * both exact, with a peak between them at n_t = c_s: a double descent.
 * @throws InputError outside these ranges.
 * @example
 * ```ts
 * const law = { d: 100, sourceOutputs: 10, sourceSamples: 100, outside: 0.1 };
 * projectionRisk({ ...law, targetSamples: 21 }); // 0.2
 * ```
 */
export function projectionRisk(law: ProjectionLaw): number {
  const { d, sourceOutputs: c, sourceSamples, targetSamples: n, outside: rho } = law;
  const s = Math.min(sourceSamples / d, 1);
  if (n >= c + 2 && c <= sourceSamples) {
    return ((1 - rho) * (1 - s) + rho * (1 - (c * (1 - s)) / (d - c))) * (1 + c / (n - c - 1));
  }
  if (n <= c - 2 && sourceSamples >= d) return (1 - n / c) * (1 - rho) + rho * (1 + n / (c - n - 1));
  throw new InputError(
    'projectionRisk',
    'targetSamples',
    `is ${n} with ${c} source outputs and ${sourceSamples} source samples`,
    'the law holds from c + 2 on if c <= n_s, and up to c - 2 if n_s >= d',
  );
}
