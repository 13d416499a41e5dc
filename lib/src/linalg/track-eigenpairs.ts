import { checkInteger, checkMatrix } from '../check.js';
import { runNow } from './backend.js';
import { eigenRows } from './eigh.js';
import { backend } from './engine.js';
import { gram } from './gram.js';
import { matmul } from './matmul.js';
import { Matrix, type Real, zeros } from './matrix.js';
import { Random } from './random.js';
import { topEigenpairs, type TopEigenpairs } from './top-eigenpairs.js';

// Vectors beside the wanted ones: the further down the spectrum they reach, the faster the filter separates.
const GUARDS = 20;
// Of these, drawn anew each time: whatever has risen from outside of the subspace is found through them.
const FRESH = 2;
// |A v - λ v| / λ₁ of every wanted pair; rounding alone leaves about 1e-14.
const TOLERANCE = 1e-11;
// One filter amplifies λ₁ by about this much over the guards, so that its result keeps a usable basis.
const AMPLIFICATION = 1e6;
const MOST_ROUNDS = 8;

/**
 * The k largest eigenvalues and eigenvectors of each of a sequence of symmetric positive semidefinite A `(n, n)` that
 * changes slowly, as the tangent kernel does in training: a subspace of k + 20 vectors is carried from one to the next,
 *
 *     Q ← T_d((A - c) / e) Q,  orthonormalised,  Q ← its Ritz vectors,
 *
 * T_d the Chebyshev polynomial that is small on [0, θ_last] and grows above (Zhou, Saad et al. 2006), until all |A v -
 * λ v| ≤ 1e-11 λ₁. The first matrix, those of fewer than four times as many rows and those on which this fails go to
 * `topEigenpairs`. Deterministic: the same sequence gives the same numbers. A's diagonal is changed meanwhile, and
 * restored.
 * @throws InputError if A is not square or has fewer than k rows, or k < 1; its symmetry is not checked.
 * @example
 * ```ts
 * const top = trackEigenpairs(1);
 * [2, 2.1].map((a) => top(fromRows([[a, 1], [1, a]])).values[0]); // [3, 3.1]
 * ```
 */
export function trackEigenpairs(k: number): (a: Matrix) => TopEigenpairs {
  checkInteger('trackEigenpairs', 'k', k, 1);
  const random = new Random(0);
  const width = k + GUARDS;
  let block: Block | undefined;
  let rounds = 2;
  return (a) => {
    checkMatrix('trackEigenpairs', 'a', a, { cols: a.rows });
    if (a.rows < 4 * width || a.precision === 'float32') return topEigenpairs(a, k);
    if (block?.q.cols === a.rows) {
      const needed = iterate(a, k, { block, rounds, random });
      if (needed !== undefined) {
        rounds = needed;
        return first(block, k);
      }
    }
    rounds = 2;
    const { values, vectors } = topEigenpairs(a, width);
    const [free, images] = [zeros(width, a.rows), zeros(width, a.rows)];
    block = { values, q: vectors, free, images, inner: zeros(width, width), turn: zeros(width, width) };
    return first(block, k);
  };
}

/** Ritz values and vectors, as rows of q `(p, n)`, and storage that is kept from one matrix to the next. */
interface Block {
  values: Real;
  q: Matrix;
  /** `(p, n)`, whatever they hold. */
  free: Matrix;
  images: Matrix;
  /** `(p, p)`. */
  inner: Matrix;
  turn: Matrix;
}

function first({ values, q }: Block, k: number): TopEigenpairs {
  return { values: values.slice(0, k), vectors: new Matrix(k, q.cols, q.data.slice(0, k * q.cols)) };
}

/**
 * Moves the block to the top of A, of which the diagonal is changed meanwhile: the filters that the next matrix should
 * take before its Ritz vectors are looked at; undefined if it does not converge.
 */
function iterate(
  a: Matrix,
  k: number,
  { block, rounds, random }: { block: Block; rounds: number; random: Random },
): number | undefined {
  const [p, n] = [block.q.rows, block.q.cols];
  for (let i = (p - FRESH) * n; i < p * n; i++) block.q.data[i] = random.normal();
  const [largest, edge] = [block.values[0], block.values[p - FRESH - 1]];
  if (!(largest > 0)) return undefined;
  const interval = Math.max(edge, largest / AMPLIFICATION);
  const degree = degreeOf(largest / interval);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    filter(a, block, { interval, degree });
    if (!orthonormalise(block)) return undefined;
    if (round < rounds) continue;
    // The second time makes up for what squaring the condition number loses.
    if (!orthonormalise(block)) return undefined;
    const residual = rayleighRitz(a, block, k);
    if (residual <= TOLERANCE * block.values[0]) {
      // Far below the tolerance one filter less will do the next time.
      const fewer = residual <= 1e-2 * TOLERANCE * block.values[0] ? 1 : 0;
      return Math.max(1, round - fewer);
    }
  }
  return undefined;
}

/** The largest degree at which T_d amplifies λ₁ no more than is good. */
function degreeOf(ratio: number): number {
  const t = 2 * ratio - 1;
  return Math.max(1, Math.floor(Math.log(AMPLIFICATION) / Math.log(t + Math.sqrt(t * t - 1) + 1e-3)));
}

/** q ← T_d(2A / h - 1) q by its three-term recurrence. */
function filter(a: Matrix, block: Block, { interval, degree }: { interval: number; degree: number }): void {
  const n = a.rows;
  const diagonal = Float64Array.from({ length: n }, (_, i) => a.get(i, i));
  // 2A / h - 1 = 2 (A - h / 2) / h, which a product alone multiplies by.
  for (let i = 0; i < n; i++) a.set(i, i, diagonal[i] - interval / 2);
  try {
    for (let d = 1; d <= degree; d++) {
      const { q, free } = block;
      // T₁ = t T₀, then T_{d+1} = 2 t T_d - T_{d-1}.
      matmul(q, a, { alpha: (d === 1 ? 2 : 4) / interval, beta: d === 1 ? 0 : -1, out: free });
      [block.q, block.free] = [free, q];
    }
  } finally {
    for (let i = 0; i < n; i++) a.set(i, i, diagonal[i]);
  }
}

/** The rows of q to an orthonormal basis of what they span, in order; false if they are dependent or not finite. */
function orthonormalise({ q, inner }: Block): boolean {
  const [p, n] = [q.rows, q.cols];
  gram(q, { out: inner });
  // Cholesky takes rows of any lengths as if they had one: no scaling.
  for (let i = 0; i < p; i++) {
    const square = inner.get(i, i);
    if (!(square > 0 && square < Infinity)) return false;
  }
  if (runNow(backend().potrf(p, inner.data)) !== 0) return false;
  runNow(backend().trsm(true, true, p, n, inner.data, q.data));
  return true;
}

/** q ← its Ritz vectors, their values descending; the largest |A v - θ v| of the first k. */
function rayleighRitz(a: Matrix, block: Block, k: number): number {
  const { q, free, images, inner, turn } = block;
  const [p, n] = [q.rows, q.cols];
  matmul(q, a, { out: images });
  const { values, rows } = runNow(
    eigenRows('trackEigenpairs', matmul(images, q, { transB: true, out: inner })),
  );
  for (let i = 0; i < p; i++) turn.row(i).set(rows.row(p - 1 - i));
  block.values = values.reverse();
  matmul(turn, q, { out: free });
  [block.q, block.free] = [free, q];
  const wanted = new Matrix(k, p, turn.data.subarray(0, k * p));
  return largestResidual(block.values, free, matmul(wanted, images), n);
}

function largestResidual(values: Real, vectors: Matrix, images: Matrix, n: number): number {
  let largest = 0;
  for (let i = 0; i < images.rows; i++) {
    const [v, image] = [vectors.row(i), images.row(i)];
    let square = 0;
    for (let j = 0; j < n; j++) square += (image[j] - values[i] * v[j]) ** 2;
    largest = Math.max(largest, Math.sqrt(square));
  }
  return largest;
}
