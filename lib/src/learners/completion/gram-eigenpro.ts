import { checkFinite, checkInteger, checkMatrix, checkPositive } from '../../check.js';
import { InputError, NumericalError } from '../../errors.js';
import type { CoordinateKernel } from '../../kernels/coordinate-kernel.js';
import { eigh } from '../../linalg/eigh.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { batchSizeFor, type Preconditioner, stepFor } from '../eigenpro-preconditioner.js';

export interface GramEigenProOptions {
  kernel: CoordinateKernel;
  /** S, different coordinates. */
  observed: Int32Array;
  epochs: number;
  /**
   * q: the q - 1 largest eigenvalues are brought down to the q-th; 1 is Richardson's iteration. Default: from the
   * spectrum.
   */
  pairs?: number;
  /** Power of the damping. Default 0.95. */
  exponent?: number;
  /** m, or which places of S, that the preconditioner is made from. Default min(n, 2000). */
  subsample?: number | Int32Array;
  /** Default: the largest whose step still grows in proportion, at most 2000. */
  batchSize?: number;
  /** K is multiplied by it. Default 1 / (2 max K), as in the paper's code. */
  scale?: number;
  /** The places of S in each batch of an epoch, from 1. Default: a new permutation each epoch, in whole batches. */
  batches?: (epoch: number) => Iterable<Int32Array>;
  /** Default 0. */
  seed?: number;
  step?: Step;
}

export interface GramEigenProEpoch {
  /** Passes so far. */
  epoch: number;
  /** Mean of (K α - y)² over coordinates and channels. */
  trainError: number;
  /** α for the scaled kernel, `(n, c)`. */
  alpha: Matrix;
  batchSize: number;
  /** Step for one row of a batch. */
  stepSize: number;
  preconditioner: Preconditioner;
  /** `(at.length, c)` */
  predict(at: Int32Array): Matrix;
}

const MOST = 2000;

/**
 * EigenPro 2 (Ma, Belkin 2019) for kernel regression over coordinates, with the constants of the paper's code: K is
 * halved and its diagonal taken as 1 for β, which only makes the step safer. Per batch B of b coordinates, with step
 * η/b,
 *
 *     g = K(B, S) α - y_B;   α[B] -= (η/b) g;   α[M] += (η/b) V D Vᵀ K(M, B) g
 *
 * M the subsample of m, V its q - 1 top eigenvectors over √m, D_k = (1 - (λ_q/λ_k)^0.95)/λ_k. K(S, S) is formed once,
 * `(n, n)`, unless the kernel has products of its own, as the stationary CNTK has: then nothing of size n² is. Yields
 * the state after each epoch, from α = 0.
 *
 * @throws InputError on shapes, options out of range, or fewer than q eigenvalues above rounding.
 * @throws NumericalError if the steps diverge.
 * @example
 * ```ts
 * const kernel = stationaryCntk({ layers: hourglass({ scales: 1 }) }).on(4, 4);
 * const y = fromRows([[1], [0], [1], [0]]);
 * const options = { kernel, observed: Int32Array.of(0, 3, 6, 9), epochs: 30, pairs: 2 };
 * const errors: number[] = [];
 * for await (const { trainError } of gramEigenPro(y, options)) errors.push(trainError);
 * errors.at(-1)! < errors[0] / 1000; // true
 * ```
 */
export async function* gramEigenPro(
  y: Matrix,
  options: GramEigenProOptions,
): AsyncGenerator<GramEigenProEpoch, void> {
  const fn = 'gramEigenPro';
  const { kernel, observed, epochs, pairs, exponent = 0.95, subsample = MOST, seed = 0, step } = options;
  checkMatrix(fn, 'y', y, { rows: observed.length });
  checkFinite(fn, 'y', y.data);
  checkInteger(fn, 'epochs', epochs, 1);
  checkPositive(fn, 'exponent', exponent);
  if (pairs !== undefined) checkInteger(fn, 'pairs', pairs, 1);
  if (options.batchSize !== undefined) checkInteger(fn, 'batchSize', options.batchSize, 1);
  const random = new Random(seed);
  const n = observed.length;
  // |K(c, c')| is at most the larger of K(c, c) and K(c', c').
  const factor = options.scale ?? 1 / (2 * largestOf(kernel.diagonal(observed)));
  checkPositive(fn, 'scale', factor);
  const chosen =
    typeof subsample === 'number' ? random.fork('subsample').choice(n, Math.min(n, subsample)) : subsample;
  const preconditioner = preconditionerOf(fn, scaledBlock(kernel, observed, chosen, factor), {
    pairs,
    exponent,
  });
  const batchSize = Math.min(options.batchSize ?? Math.min(batchSizeFor(preconditioner), MOST), n);
  const stepSize = stepFor(preconditioner, batchSize);
  const batches = options.batches ?? ((epoch) => wholeBatches(random.fork(epoch).permutation(n), batchSize));
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const times = scaledProducts(kernel, observed, all, factor);
  const alpha = zeros(n, y.cols);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const batch of batches(epoch))
      descend({ times, all, y, alpha, batch, chosen, preconditioner, stepSize });
    const trainError = meanSquare(times(all, all, alpha), y);
    if (!Number.isFinite(trainError)) {
      throw new NumericalError(
        `${fn}: the steps of ${stepSize} a row diverge; give a smaller batchSize or fewer pairs`,
      );
    }
    const now = alpha.clone();
    yield {
      epoch,
      trainError,
      alpha: now,
      batchSize,
      stepSize,
      preconditioner,
      predict: (at) => scaled(kernelTimes(kernel, at, observed, now), factor),
    };
    await step?.(epoch, epochs, 'EigenPro');
  }
}

/** K[S[rows], S[cols]] X of the scaled kernel, by places in S; `all` are all of them in order. */
type Products = (rows: Int32Array, cols: Int32Array, x: Matrix) => Matrix;

function scaledProducts(
  kernel: CoordinateKernel,
  observed: Int32Array,
  all: Int32Array,
  factor: number,
): Products {
  if (kernel.times !== undefined) {
    const at = (places: Int32Array): Int32Array => places.map((place) => observed[place]);
    return (rows, cols, x) => scaled(kernel.times!(at(rows), at(cols), x), factor);
  }
  const k = scaled(kernel.block(observed, observed), factor);
  const n = observed.length;
  return (rows, cols, x) => {
    const own = rows === all ? k : rowsOf(k, rows);
    if (cols === all) return matmul(own, x);
    // Whole rows of K are taken, and what is not among the columns meets a zero.
    const spread = zeros(n, x.cols);
    cols.forEach((place, i) => spread.data.set(x.row(i), place * x.cols));
    return matmul(own, spread);
  };
}

function rowsOf(k: Matrix, rows: Int32Array): Matrix {
  const out = zeros(rows.length, k.cols);
  rows.forEach((row, i) => out.data.set(k.row(row), i * k.cols));
  return out;
}

function kernelTimes(kernel: CoordinateKernel, rows: Int32Array, cols: Int32Array, x: Matrix): Matrix {
  return kernel.times?.(rows, cols, x) ?? matmul(kernel.block(rows, cols), x);
}

function scaledBlock(
  kernel: CoordinateKernel,
  observed: Int32Array,
  chosen: Int32Array,
  factor: number,
): Matrix {
  const at = chosen.map((place) => observed[place]);
  return scaled(kernel.block(at, at), factor);
}

/** In place. */
function scaled(a: Matrix, factor: number): Matrix {
  for (let i = 0; i < a.data.length; i++) a.data[i] *= factor;
  return a;
}

interface Descent {
  times: Products;
  all: Int32Array;
  y: Matrix;
  alpha: Matrix;
  batch: Int32Array;
  chosen: Int32Array;
  preconditioner: Preconditioner;
  stepSize: number;
}

function descend({ times, all, y, alpha, batch, chosen, preconditioner, stepSize }: Descent): void {
  const { vectors, damping } = preconditioner;
  const g = times(batch, all, alpha);
  batch.forEach((at, i) => {
    for (let c = 0; c < y.cols; c++) {
      const error = g.get(i, c) - y.get(at, c);
      g.set(i, c, error);
      alpha.data[at * y.cols + c] -= stepSize * error;
    }
  });
  if (vectors === undefined) return;
  const damped = matmul(vectors, times(chosen, batch, g), { transA: true });
  for (let e = 0; e < damped.data.length; e++) damped.data[e] *= damping[Math.floor(e / y.cols)];
  const back = matmul(vectors, damped);
  chosen.forEach((at, i) => {
    for (let c = 0; c < y.cols; c++) alpha.data[at * y.cols + c] += stepSize * back.get(i, c);
  });
}

function preconditionerOf(
  fn: string,
  k: Matrix,
  { pairs, exponent }: { pairs: number | undefined; exponent: number },
): Preconditioner {
  const m = k.rows;
  const sub = scaled(k, 1 / m);
  // All of them: solvers of a few fail where eigenvalues crowd, as those of pixels far apart do.
  const { values: ascending, vectors } = eigh(sub);
  const values = ascending.slice().reverse();
  const q = pairs ?? defaultPairs(values, m, exponent);
  const tail = values[q - 1];
  // Below rounding an eigenvalue is noise, and would ask for steps without bound.
  if (!(tail > 1e-13 * values[0])) {
    const found = values.filter((value) => value > 1e-13 * values[0]).length;
    throw new InputError(fn, 'pairs', `is ${q}`, `the subsample has ${found} eigenvalues above rounding`);
  }
  const scale = (values[0] / tail) ** exponent;
  const v = zeros(m, Math.max(q - 1, 1));
  let beta = 0;
  for (let j = 0; j < m; j++) {
    let left = 1;
    for (let i = 0; i < q - 1; i++) {
      const entry = vectors.get(j, m - 1 - i);
      v.set(j, i, entry / Math.sqrt(m));
      left -= entry ** 2;
    }
    beta = Math.max(beta, left);
  }
  const top = values.slice(0, q - 1);
  const damping = top.map((value) => (1 - (tail / value) ** exponent) / value);
  return {
    values: top,
    tail,
    vectors: q > 1 ? v : undefined,
    damping,
    scale,
    beta,
    largest: values[0] / scale,
  };
}

/** As many as allow batches of min(max(m/5, MOST), m), at least 5. */
function defaultPairs(values: ArrayLike<number>, m: number, exponent: number): number {
  const batch = Math.min(Math.max(m / 5, MOST), m);
  const below = Array.from(values).filter((value) => value > 0 && value ** -exponent < batch).length;
  return Math.min(Math.max(below - 1, 5), Math.max(1, Math.min(m - 1, 1000)));
}

function* wholeBatches(order: Int32Array, size: number): Generator<Int32Array> {
  for (let from = 0; from + size <= order.length; from += size) yield order.subarray(from, from + size);
}

function meanSquare(fitted: Matrix, y: Matrix): number {
  let sum = 0;
  for (let e = 0; e < y.data.length; e++) sum += (fitted.data[e] - y.data[e]) ** 2;
  return sum / y.data.length;
}

function largestOf(values: ArrayLike<number>): number {
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]);
  return most;
}
