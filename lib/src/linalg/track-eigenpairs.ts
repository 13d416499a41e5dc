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
 * T_d the Chebyshev polynomial that is small on [0, θ_last] and grows above (Zhou, Saad et al. 2006), until all |A v - λ v| ≤ 1e-11 λ₁.
 * The first matrix, those of fewer than four times as many rows and those on which this fails go to `topEigenpairs`.
 * Deterministic: the same sequence gives the same numbers.
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
  let block: TopEigenpairs | undefined;
  let rounds = 2;
  return (a) => {
    checkMatrix('trackEigenpairs', 'a', a, { cols: a.rows });
    if (a.rows < 4 * width || a.precision === 'float32') return topEigenpairs(a, k);
    if (block?.vectors.cols === a.rows) {
      const found = iterate(a, k, { block, rounds, random });
      if (found !== undefined) {
        ({ block, rounds } = found);
        return first(block, k);
      }
    }
    rounds = 2;
    block = topEigenpairs(a, width);
    return first(block, k);
  };
}

function first({ values, vectors }: TopEigenpairs, k: number): TopEigenpairs {
  const n = vectors.cols;
  return { values: values.slice(0, k), vectors: new Matrix(k, n, vectors.data.slice(0, k * n)) };
}

interface State {
  block: TopEigenpairs;
  /** Filters before the Ritz vectors are looked at: what the last matrix needed. */
  rounds: number;
}

/** Undefined if it does not converge. */
function iterate(
  a: Matrix,
  k: number,
  { block, rounds, random }: State & { random: Random },
): State | undefined {
  let { values, vectors: q } = block;
  const [p, n] = [q.rows, q.cols];
  for (let i = (p - FRESH) * n; i < p * n; i++) q.data[i] = random.normal();
  const [largest, edge] = [values[0], values[p - FRESH - 1]];
  if (!(largest > 0)) return undefined;
  const interval = Math.max(edge, largest / AMPLIFICATION);
  const degree = degreeOf(largest / interval);
  let next = zeros(p, n);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    [q, next] = filtered(a, q, { interval, degree, spare: next });
    if (!orthonormalise(q)) return undefined;
    if (round < rounds) continue;
    // The second time makes up for what squaring the condition number loses.
    if (!orthonormalise(q)) return undefined;
    const ritz = rayleighRitz(a, q, k);
    [values, q] = [ritz.values, ritz.vectors];
    if (ritz.residual <= TOLERANCE * values[0]) {
      // Far below the tolerance one filter less will do the next time.
      const fewer = ritz.residual <= 1e-2 * TOLERANCE * values[0] ? 1 : 0;
      return { block: ritz, rounds: Math.max(1, round - fewer) };
    }
  }
  return undefined;
}

/** The largest degree at which T_d amplifies λ₁ no more than is good. */
function degreeOf(ratio: number): number {
  const t = 2 * ratio - 1;
  return Math.max(1, Math.floor(Math.log(AMPLIFICATION) / Math.log(t + Math.sqrt(t * t - 1) + 1e-3)));
}

/** T_d(2A / h - 1) of the rows of q by its three-term recurrence, and storage that is free again. */
function filtered(
  a: Matrix,
  q: Matrix,
  { interval, degree, spare }: { interval: number; degree: number; spare: Matrix },
): [Matrix, Matrix] {
  let [before, now] = [spare, q];
  for (let d = 1; d <= degree; d++) {
    // T₁ = t T₀, then T_{d+1} = 2 t T_d - T_{d-1}.
    const factor = d === 1 ? 1 : 2;
    matmul(now, a, { alpha: (2 * factor) / interval, beta: d === 1 ? 0 : -1, out: before });
    for (let i = 0; i < now.data.length; i++) before.data[i] -= factor * now.data[i];
    [before, now] = [now, before];
  }
  return [now, before];
}

/** The rows of q to an orthonormal basis of what they span, in order; false if they are dependent or not finite. */
function orthonormalise(q: Matrix): boolean {
  const [p, n] = [q.rows, q.cols];
  const inner = gram(q, { lower: true });
  const lengths = Float64Array.from({ length: p }, (_, i) => Math.sqrt(inner.get(i, i)));
  if (!lengths.every((length) => length > 0 && length < Infinity)) return false;
  for (let i = 0; i < p; i++) {
    const row = q.row(i);
    for (let j = 0; j < n; j++) row[j] /= lengths[i];
    for (let j = 0; j <= i; j++) inner.data[j * p + i] = inner.data[i * p + j] / (lengths[i] * lengths[j]);
  }
  if (runNow(backend().potrf(p, inner.data)) !== 0) return false;
  runNow(backend().trsm(true, true, p, n, inner.data, q.data));
  return true;
}

/** The Ritz pairs of the rows of q, descending, and the largest |A v - θ v| of the first k. */
function rayleighRitz(a: Matrix, q: Matrix, k: number): TopEigenpairs & { residual: number } {
  const [p, n] = [q.rows, q.cols];
  const aq = matmul(q, a);
  const { values, rows } = runNow(eigenRows('trackEigenpairs', matmul(aq, q, { transB: true })));
  const turn = zeros(p, p);
  for (let i = 0; i < p; i++) turn.row(i).set(rows.row(p - 1 - i));
  values.reverse();
  const vectors = matmul(turn, q);
  const images = matmul(new Matrix(k, p, turn.data.subarray(0, k * p)), aq);
  return { values, vectors, residual: largestResidual(values, vectors, images, n) };
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
