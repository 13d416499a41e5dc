import { checkInteger, checkMatrix, checkSymmetric } from '../check.js';
import { InputError } from '../errors.js';
import { eigh } from './eigh.js';
import { matmul } from './matmul.js';
import { type Matrix, zeros } from './matrix.js';
import { qr } from './qr.js';

export interface TopEigenpairs {
  /** The k largest eigenvalues, descending, (k). */
  values: Real;
  /** Their orthonormal eigenvectors as columns, `(n, k)`; more columns when they are to start the next call. */
  vectors: Matrix;
}

type Real = Float64Array;

// Up to this size a whole decomposition costs less than a few rounds.
const SMALL = 48;
// Columns beyond k: the rounds converge by the ratio of eigenvalue k + EXTRA + 1 to eigenvalue k.
const EXTRA = 6;
// A start that does not converge within these rounds is no better than a decomposition.
const ROUNDS = 12;
const TOLERANCE = 1e-9;

/**
 * The k largest eigenpairs of a PSD matrix A `(n, n)` by subspace iteration with Rayleigh-Ritz steps,
 *
 *     Q ← qr(A Q),  QᵀAQ = V Θ Vᵀ,  Q ← Q V,   until ‖A q_i - θ_i q_i‖ ≤ 1e-9 θ₁ for i ≤ k,
 *
 * from `start`, the vectors of a matrix nearby; without one, or when that does not converge, by `eigh`. Eigenvalues are
 * then known to the square of the residual, 1e-18 θ₁ over the gap.
 * @throws InputError if A is not square, or k is not within 1..n.
 */
export function topEigenpairs(a: Matrix, k: number, { start }: { start?: Matrix } = {}): TopEigenpairs {
  checkMatrix('topEigenpairs', 'a', a, { cols: a.rows });
  checkInteger('topEigenpairs', 'k', k, 1);
  if (k > a.rows) throw new InputError('topEigenpairs', 'k', `is ${k}`, `a has ${a.rows} rows`);
  if (start !== undefined) checkMatrix('topEigenpairs', 'start', start, { rows: a.rows });
  const columns = Math.min(k + EXTRA, a.rows);
  if (a.rows > SMALL && start?.cols === columns) {
    const found = iterate(a, k, start);
    if (found !== undefined) return found;
  }
  checkSymmetric('topEigenpairs', 'a', a);
  const { values, vectors } = eigh(a);
  const top = zeros(a.rows, columns, a.precision);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < columns; j++) top.set(i, j, vectors.get(i, a.rows - 1 - j));
  }
  return { values: Float64Array.from({ length: k }, (_, i) => values[a.rows - 1 - i]), vectors: top };
}

function iterate(a: Matrix, k: number, start: Matrix): TopEigenpairs | undefined {
  let q = start;
  for (let round = 0; round < ROUNDS; round++) {
    q = round === 0 ? q : qr(matmul(a, q)).q;
    const image = matmul(a, q);
    const { values, vectors } = eigh(symmetric(matmul(q, image, { transA: true })));
    const descending = reversed(vectors);
    q = matmul(q, descending);
    const moved = matmul(image, descending);
    const theta = Float64Array.from(values).reverse();
    if (!Number.isFinite(theta[0])) return undefined;
    if (largestResidual(moved, q, theta, k) <= TOLERANCE * theta[0])
      return { values: theta.slice(0, k), vectors: q };
  }
  return undefined;
}

function largestResidual(image: Matrix, q: Matrix, theta: Real, k: number): number {
  const squares = new Float64Array(k);
  for (let i = 0; i < q.rows; i++) {
    for (let j = 0; j < k; j++) squares[j] += (image.get(i, j) - theta[j] * q.get(i, j)) ** 2;
  }
  return Math.sqrt(Math.max(...squares));
}

// Rounding leaves QᵀAQ symmetric only nearly.
function symmetric(t: Matrix): Matrix {
  for (let i = 0; i < t.rows; i++) for (let j = 0; j < i; j++) t.set(j, i, t.get(i, j));
  return t;
}

function reversed(v: Matrix): Matrix {
  const r = zeros(v.rows, v.cols, v.precision);
  for (let i = 0; i < v.rows; i++) for (let j = 0; j < v.cols; j++) r.set(i, j, v.get(i, v.cols - 1 - j));
  return r;
}
