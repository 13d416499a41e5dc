import { checkFinite, checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import { eigh } from '../../linalg/eigh.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, transpose, zeros } from '../../linalg/matrix.js';
import { svd } from '../../linalg/svd.js';
import { stretch } from './stretch.js';

/** A linear autoencoder at the end of gradient flow, f(x) = A B x, diagonal in the data's eigenvectors. */
export interface StretchedEncoder {
  /** B₀ = U diag(s) Uᵀ, `(d, d)`. */
  initial: Matrix;
  /** B = U diag(b) Uᵀ, `(d, d)`. */
  encoder: Matrix;
  /** A = U diag(1/b) Uᵀ, `(d, d)`; 0 where B is. */
  decoder: Matrix;
  /** Eigenvectors of the second moment as rows, `(d, d)`, of descending eigenvalue. */
  directions: Matrix;
  /** Eigenvalues of the second moment, descending. */
  eigenvalues: Float64Array;
  /** s_i, the encoder's at the start. */
  starts: Float64Array;
  /** b_i, the encoder's at the end; 0 where s_i = 0, a mode that never moves. */
  stretches: Float64Array;
}

export interface StretchedEncoderOptions {
  /** s as a function of the eigenvalue λ_i and its rank i: λ => (λ + 1)², for the paper's polynomial of degree 2. */
  start: (eigenvalue: number, rank: number) => number;
  /** The second moment is Xᵀ X / scale. Default n. */
  scale?: number;
}

/**
 * B = U diag(b(s_i)) Uᵀ with Xᵀ X / scale = U diag(λ) Uᵀ and s_i = start(λ_i): where gradient flow on ½|X - X Bᵀ Aᵀ|²
 * ends from a zero decoder and an encoder that is a function of the data's second moment. x `(n, d)`, samples in rows.
 *
 * Powers are taken of the eigenvalues, so that the small directions survive a large degree.
 * Jain, Radhakrishnan, Uhler (2021), Theorem 1 and the direct solve of their code.
 * @throws InputError if x is not finite, or a start is negative or not finite.
 * @example
 * ```ts
 * stretchedEncoder(identity(2), { start: () => 1 }).encoder; // [[1.27202, 0], [0, 1.27202]]
 * ```
 */
export function stretchedEncoder(x: Matrix, { start, scale }: StretchedEncoderOptions): StretchedEncoder {
  const fn = 'stretchedEncoder';
  checkMatrix(fn, 'x', x);
  checkFinite(fn, 'x', x.data);
  const d = x.cols;
  const { values, vectors } = eigh(gram(x, { of: 'columns', alpha: 1 / (scale ?? x.rows) }));
  // What rounding leaves of a null direction is no direction of the data.
  const floor = 2 ** -44 * values[d - 1];
  const eigenvalues = Float64Array.from(values, (_, i) => Math.max(values[d - 1 - i], 0)).map((value) =>
    value > floor ? value : 0,
  );
  const directions = zeros(d, d, x.precision);
  for (let i = 0; i < d; i++) for (let k = 0; k < d; k++) directions.set(i, k, vectors.get(k, d - 1 - i));
  const starts = eigenvalues.map((value, i) => start(value, i));
  const odd = starts.findIndex((s) => !(Number.isFinite(s) && s >= 0));
  if (odd >= 0) {
    throw new InputError(
      fn,
      'start',
      `gives ${starts[odd]} at eigenvalue ${eigenvalues[odd]}`,
      'singular values are finite and at least 0; lower the degree, or scale the data',
    );
  }
  const stretches = starts.map((s) => (s === 0 ? 0 : stretch(s)));
  const inverse = stretches.map((b) => (b === 0 ? 0 : 1 / b));
  return {
    initial: spectralSum(directions, starts),
    encoder: spectralSum(directions, stretches),
    decoder: spectralSum(directions, inverse),
    directions,
    eigenvalues,
    starts,
    stretches,
  };
}

/** Σ w_i u_i u_iᵀ over the rows u_i. */
function spectralSum(directions: Matrix, weights: Float64Array): Matrix {
  const weighted = directions.clone();
  for (let i = 0; i < weights.length; i++) {
    const row = weighted.row(i);
    for (let k = 0; k < row.length; k++) row[k] *= weights[i];
  }
  return matmul(directions, weighted, { transA: true });
}

/**
 * B Bᵀ = P diag(b²) Pᵀ and Aᵀ A = P diag(b⁻²) Pᵀ, `(k, k)`, after gradient flow from any encoder B₀ = P diag(s) Qᵀ
 * `(k, d)` of full column rank and a zero decoder, on data of full rank: neither depends on the data.
 * Jain, Radhakrishnan, Uhler (2021), Theorem 1.
 * @throws InputError unless B₀ is finite, k ≥ d and its columns are independent.
 * @example
 * ```ts
 * convergedGrams(fromRows([[1]])); // { encoder: [[1.61803]], decoder: [[0.618034]] }
 * ```
 */
export function convergedGrams(start: Matrix): { encoder: Matrix; decoder: Matrix } {
  const fn = 'convergedGrams';
  checkMatrix(fn, 'start', start);
  if (start.rows < start.cols) {
    const shape = `is (${start.rows}, ${start.cols})`;
    throw new InputError(fn, 'start', shape, 'a full autoencoder needs at least as many units as inputs');
  }
  const { u, s } = svd(start);
  const rounding = s[0] * start.rows * (start.precision === 'float64' ? 2 ** -52 : 2 ** -23);
  if (!(s[s.length - 1] > rounding)) {
    throw new InputError(fn, 'start', 'has dependent columns', 'the theorem needs full column rank');
  }
  const along = (power: number): Matrix =>
    spectralSum(
      transpose(u),
      Float64Array.from(s, (value) => stretch(value) ** power),
    );
  return { encoder: along(2), decoder: along(-2) };
}
