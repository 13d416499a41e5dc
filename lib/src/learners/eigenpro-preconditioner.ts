import { checkInteger, checkPositive, checkSquare } from '../check.js';
import { InputError } from '../errors.js';
import { eigh } from '../linalg/eigh.js';
import { Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';

export interface PreconditionerOptions {
  /**
   * q: the q - 1 largest eigenvalues are brought down to the q-th; 1 leaves plain gradient steps. Default: as many as
   * allow batches as large as the subsample, at least 5 and at most 1000.
   */
  pairs?: number;
  /** Power of the damping; below 1 for safety, since the q-th eigenvalue is only an estimate. Default 0.95. */
  exponent?: number;
}

/** The preconditioner of EigenPro 2, in the notation of its paper. */
export interface Preconditioner {
  /** λ₁ ≥ ... ≥ λ_(q-1) of K(S, S) / s. */
  readonly values: Real;
  /** λ_q */
  readonly tail: number;
  /** V = U / √s, `(s, q - 1)`, U the eigenvectors of these values; undefined for q = 1. */
  readonly vectors: Matrix | undefined;
  /** Dᵢ = (1 - (λ_q / λᵢ)^0.95) / λᵢ, `(q - 1)`. */
  readonly damping: Real;
  /** (λ₁ / λ_q)^0.95: how much larger steps may be than without. */
  readonly scale: number;
  /** β = max over S of the preconditioned k(x, x). */
  readonly beta: number;
  /** λ₁ / scale, the largest eigenvalue that is left. */
  readonly largest: number;
}

/**
 * The preconditioner that flattens the top of the spectrum of K(S, S), `gram` `(s, s)` with a diagonal of 1.
 * Ma, Belkin, Kernel machines that adapt to GPUs for effective large batch training (2019), section 4.
 *
 * The decomposition is in float64 whatever the precision of `gram`.
 * @throws InputError if `gram` is not symmetric and finite, its diagonal is not 1, it has no q-th positive eigenvalue,
 *   or an option is out of range.
 */
export function eigenProPreconditioner(gram: Matrix, options: PreconditionerOptions = {}): Preconditioner {
  const fn = 'eigenProPreconditioner';
  const { exponent = 0.95 } = options;
  checkSquare(fn, 'gram', gram);
  checkPositive(fn, 'exponent', exponent);
  checkUnitDiagonal(fn, gram);
  const s = gram.rows;
  const { values: ascending, vectors: u } = eigh(scaledDouble(gram, 1 / s));
  const spectrum = ascending.slice().reverse();
  const pairs = options.pairs ?? defaultPairs(spectrum, exponent);
  checkInteger(fn, 'pairs', pairs, 1);
  const tail = spectrum[pairs - 1];
  // Below rounding of the largest an eigenvalue is noise, and would ask for steps without bound.
  if (!(tail > rounding(gram.precision) * spectrum[0])) {
    const positive = spectrum.findIndex((value) => !(value > rounding(gram.precision) * spectrum[0]));
    const found = positive < 0 ? s : positive;
    throw new InputError(fn, 'pairs', `is ${pairs}`, `the subsample has ${found} eigenvalues above rounding`);
  }
  const values = spectrum.slice(0, pairs - 1);
  const scale = (spectrum[0] / tail) ** exponent;
  let vectors: Matrix | undefined;
  let beta = 1;
  if (pairs > 1) {
    vectors = zeros(s, pairs - 1, gram.precision);
    beta = 0;
    for (let j = 0; j < s; j++) {
      let left = 1;
      for (let i = 0; i < pairs - 1; i++) {
        const entry = u.data[j * s + s - 1 - i];
        vectors.data[j * (pairs - 1) + i] = entry / Math.sqrt(s);
        left -= entry * entry;
      }
      beta = Math.max(beta, left);
    }
    // With all directions taken rounding may leave nothing, or less.
    if (!(beta > 0)) throw new InputError(fn, 'pairs', `is ${pairs}`, `give fewer for a subsample of ${s}`);
  }
  const damping = values.map((value) => (1 - (tail / value) ** exponent) / value);
  return { values, tail, vectors, damping, scale, beta, largest: spectrum[0] / scale };
}

/** Rows of the largest batch whose step still grows in proportion: ⌊β / λ' + 1⌋. */
export function batchSizeFor({ beta, largest }: Preconditioner): number {
  return Math.floor(beta / largest + 1);
}

/**
 * Step for one row of a batch: 1 / β up to that size, and beyond 1.98 / (β + (b - 1) λ'), which stays below divergence.
 */
export function stepFor({ beta, largest }: Preconditioner, batchSize: number): number {
  return batchSize < beta / largest + 1 ? 1 / beta : 1.98 / (beta + (batchSize - 1) * largest);
}

function defaultPairs(spectrum: Real, exponent: number): number {
  const s = spectrum.length;
  const most = Math.max(1, Math.min(s - 1, 1000));
  let count = 0;
  while (count < most && spectrum[count] > 0 && spectrum[count] ** -exponent < s) count++;
  return Math.min(Math.max(count - 1, 5), most);
}

function rounding(precision: Precision): number {
  return precision === 'float64' ? 1e-13 : 1e-6;
}

function scaledDouble(a: Matrix, factor: number): Matrix {
  const out = zeros(a.rows, a.cols);
  for (let k = 0; k < a.data.length; k++) out.data[k] = factor * a.data[k];
  return out;
}

// β is what is left of a k(x, x) of 1.
function checkUnitDiagonal(fn: string, gram: Matrix): void {
  for (let i = 0; i < gram.rows; i++) {
    const value = gram.get(i, i);
    if (!(Math.abs(value - 1) < 1e-5)) {
      const advice = 'take a kernel with k(x, x) = 1, such as laplace';
      throw new InputError(fn, 'gram', `has ${value} at diagonal position ${i}`, advice);
    }
  }
}
