import { checkFinite, checkInteger, checkMatrix, checkSamePrecision } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { predict } from '../features/rfm/predict.js';
import { rowsAt, rowsAtOnce, rowView } from '../features/rfm/rows.js';
import { withDefaults } from '../features/rfm/with-defaults.js';
import type { Kernel } from '../kernels/kernel.js';
import type { Metric } from '../kernels/metric.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import {
  batchSizeFor,
  eigenProPreconditioner,
  type Preconditioner,
  type PreconditionerOptions,
  stepFor,
} from './eigenpro-preconditioner.js';

/*
 * EigenPro 2 (Ma, Belkin 2019): stochastic gradient descent on K α = Y whose steps may be large, because the largest
 * eigendirections, known from a subsample S, are damped. For each batch B of b rows, with step η/b:
 *
 *   g      = K(B, X) α - Y_B
 *   α[B]  -= (η/b) g
 *   α[S]  += (η/b) V D Vᵀ K(S, B) g
 *
 * No (n, n) matrix is formed: K(B, X) comes in blocks of rows.
 */

export interface EigenProOptions extends PreconditionerOptions {
  kernel: Kernel;
  /** M; the identity if absent. */
  metric?: Metric;
  /** Passes over the data. Default 20. */
  epochs?: number;
  /** s, the rows that the preconditioner is made from, or which. Default min(n, 2000); the authors take 12 000 from n = 10⁵. */
  subsample?: number | Int32Array;
  /** b. Default: the largest whose step still grows in proportion, at most n. */
  batchSize?: number;
  /**
   * K(X, X) under M, `(n, n)`, where there is room for it: passes cost products alone, over batches of consecutive rows in
   * a new order each epoch, so that the rows of X are best in random order.
   */
  gram?: Matrix;
  /** The rows of each batch of an epoch. Default: a new permutation each epoch, without its last incomplete batch. */
  batches?: (epoch: number) => Iterable<Int32Array>;
  /** Of subsample and permutations. Default 0. */
  seed?: number;
  step?: Step;
}

export interface EigenProEpoch {
  /** Passes so far, from 1. */
  epoch: number;
  /** α, `(n, c)`. */
  alpha: Matrix;
  /** b and η/b. */
  batchSize: number;
  stepSize: number;
  preconditioner: Preconditioner;
  /** f(Z), `(m, c)` for Z `(m, d)`. */
  predict(z: Matrix): Matrix;
}

/**
 * EigenPro 2 from α = 0: yields the machine after each of the `epochs` passes; x `(n, d)`, y `(n, c)` of one precision.
 * It tends to the interpolant K α = Y, there is no ridge; stopping early regularises. Which epoch is best is for the
 * caller to judge, who may `break`.
 * @throws InputError on shapes, precisions, entries that are not finite, k(x, x) other than 1, or options out of range.
 * @throws NumericalError if the steps diverge.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(100, 3);
 * const y = fromRows(x.toRows().map(([first]) => [first]));
 * let missed = 1;
 * for await (const { predict } of eigenPro(x, y, { kernel: laplace({ bandwidth: 3 }), epochs: 20 })) {
 *   missed = 1 - cosine(predict(x), y);
 * }
 * missed < 1e-4; // true
 * ```
 */
export async function* eigenPro(
  x: Matrix,
  y: Matrix,
  options: EigenProOptions,
): AsyncGenerator<EigenProEpoch, void> {
  const { kernel, metric, gram, epochs, seed, step, batches, pairs, exponent, ...sizes } = checked(
    x,
    y,
    options,
  );
  const random = new Random(seed);
  const chosen = subsampleOf(x.rows, sizes.subsample, random);
  const points = rowsAt(x, chosen);
  const preconditioner = eigenProPreconditioner(kernel.matrix(points, undefined, { metric }), {
    pairs,
    exponent,
  });
  const batchSize = Math.min(sizes.batchSize ?? batchSizeFor(preconditioner), x.rows);
  const stepSize = stepFor(preconditioner, batchSize);
  const stepped = { x, y, kernel, metric, chosen, preconditioner, stepSize };
  const descend = gram ? heldDescent(stepped, gram) : descent(stepped);
  const steps = epochs * Math.floor(x.rows / batchSize);
  const alpha = zeros(x.rows, y.cols, x.precision);
  let done = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const own = random.fork(epoch);
    const rounds =
      batches?.(epoch) ??
      (gram ? consecutive(x.rows, batchSize, own) : permuted(own.permutation(x.rows), batchSize));
    for (const batch of rounds) {
      descend(alpha, batch);
      await step?.(++done, Math.max(steps, done), 'EigenPro');
    }
    const now = alpha.clone();
    const machine = { kernel, x, alpha: now, metric };
    yield { epoch, alpha: now, batchSize, stepSize, preconditioner, predict: (z) => predict(machine, z) };
  }
}

interface Stepped {
  x: Matrix;
  y: Matrix;
  kernel: Kernel;
  metric: Metric | undefined;
  chosen: Int32Array;
  preconditioner: Preconditioner;
  stepSize: number;
}

type Descend = (alpha: Matrix, batch: Int32Array) => void;

/** One step on the rows of a batch, in place on α; its storage is kept from step to step. */
function descent(setting: Stepped): Descend {
  const { x, y, kernel, metric, chosen } = setting;
  const { vectors } = setting.preconditioner;
  let block = zeros(0, x.rows, x.precision);
  return (alpha, batch) => {
    const most = Math.min(batch.length, rowsAtOnce(x.rows));
    if (block.rows < most) block = zeros(most, x.rows, x.precision);
    const g = rowsAt(y, batch);
    const kg = zeros(x.rows, y.cols, x.precision);
    for (let from = 0; from < batch.length; from += most) {
      const rows = batch.subarray(from, from + most);
      const k = kernel.matrix(rowsAt(x, rows), x, { metric, out: rowView(block, 0, rows.length) });
      const part = rowView(g, from, from + rows.length);
      matmul(k, alpha, { beta: -1, out: part });
      // K(X, B) g, of which only the rows of S are needed: a product is faster than taking K's columns at S.
      if (vectors !== undefined) matmul(k, part, { transA: true, beta: 1, out: kg });
    }
    moved(setting, alpha, batch, g, () => rowsAt(kg, chosen));
  };
}

/** The same with K(X, X) at hand, and K(X, S) beside it, whose rows of a batch lie together. */
function heldDescent(setting: Stepped, gram: Matrix): Descend {
  const { x, y, kernel, metric, chosen } = setting;
  const chosenColumns = kernel.matrix(x, rowsAt(x, chosen), { metric });
  return (alpha, batch) => {
    const [k, kS] = [gram, chosenColumns].map((a) =>
      areConsecutive(batch) ? rowView(a, batch[0], batch[0] + batch.length) : rowsAt(a, batch),
    );
    const g = rowsAt(y, batch);
    matmul(k, alpha, { beta: -1, out: g });
    moved(setting, alpha, batch, g, () => matmul(kS, g, { transA: true }));
  };
}

/** α after the step for g; `kg` gives K(S, B) g, `(s, c)`. */
function moved(
  { y, chosen, stepSize, preconditioner: { vectors, damping } }: Stepped,
  alpha: Matrix,
  batch: Int32Array,
  g: Matrix,
  kg: () => Matrix,
): void {
  addRows(alpha, batch, g, -stepSize);
  if (vectors !== undefined) {
    const damped = matmul(vectors, kg(), { transA: true });
    for (let k = 0; k < damped.data.length; k++) damped.data[k] *= damping[Math.floor(k / y.cols)];
    addRows(alpha, chosen, matmul(vectors, damped), stepSize);
  }
  if (!alpha.data.every(Number.isFinite)) {
    const advice = 'give a smaller batchSize, fewer pairs or a larger subsample';
    throw new NumericalError(`eigenPro: the steps of ${stepSize} a row diverge; ${advice}`);
  }
}

/** a[positions] += factor · rows, in place. */
function addRows(a: Matrix, positions: Int32Array, rows: Matrix, factor: number): void {
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i] * a.cols;
    for (let l = 0; l < a.cols; l++) a.data[at + l] += factor * rows.data[i * a.cols + l];
  }
}

function* permuted(order: Int32Array, batchSize: number): Generator<Int32Array> {
  for (let from = 0; from + batchSize <= order.length; from += batchSize) {
    yield order.subarray(from, from + batchSize);
  }
}

/** All rows in batches of neighbours, the last as large as is left. */
function* consecutive(n: number, batchSize: number, random: Random): Generator<Int32Array> {
  for (const batch of random.permutation(Math.ceil(n / batchSize))) {
    const from = batch * batchSize;
    yield Int32Array.from({ length: Math.min(batchSize, n - from) }, (_, i) => from + i);
  }
}

function areConsecutive(rows: Int32Array): boolean {
  return rows.every((row, i) => row === rows[0] + i);
}

function subsampleOf(n: number, subsample: number | Int32Array, random: Random): Int32Array {
  return typeof subsample === 'number'
    ? random.fork('subsample').choice(n, Math.min(n, subsample))
    : subsample;
}

const defaults = { epochs: 20, subsample: 2000 as number | Int32Array, seed: 0 };

type Settings = EigenProOptions & typeof defaults;

function checked(x: Matrix, y: Matrix, options: EigenProOptions): Settings {
  const fn = 'eigenPro';
  const others = ['kernel', 'metric', 'gram', 'batchSize', 'batches', 'pairs', 'exponent', 'step'];
  const settings: Settings = withDefaults(fn, defaults, options, others);
  const { kernel, gram, epochs, subsample, batchSize, batches } = settings;
  checkMatrix(fn, 'x', x);
  checkMatrix(fn, 'y', y, { rows: x.rows });
  checkSamePrecision(fn, { x, y });
  checkFinite(fn, 'x', x.data);
  checkFinite(fn, 'y', y.data);
  if (typeof kernel?.matrix !== 'function') {
    throw new InputError(fn, 'kernel', 'is no kernel', 'give one as laplace({ bandwidth: 10 })');
  }
  if (gram !== undefined) {
    checkMatrix(fn, 'gram', gram, { rows: x.rows, cols: x.rows });
    checkSamePrecision(fn, { x, gram });
  }
  checkInteger(fn, 'epochs', epochs, 1);
  if (batchSize !== undefined) checkInteger(fn, 'batchSize', batchSize, 1);
  if (typeof subsample === 'number') checkInteger(fn, 'subsample', subsample, 1);
  else checkRows(fn, 'subsample', subsample, x.rows);
  if (batches === undefined) return settings;
  return {
    ...settings,
    *batches(epoch) {
      for (const batch of batches(epoch)) {
        checkRows(fn, `batches(${epoch})`, batch, x.rows);
        yield batch;
      }
    },
  };
}

/** Throws unless these are different rows of n, at least one. */
function checkRows(fn: string, argument: string, rows: Int32Array, n: number): void {
  if (!(rows instanceof Int32Array) || rows.length === 0) {
    throw new InputError(fn, argument, 'has no rows', 'give an Int32Array of row numbers');
  }
  const seen = new Set<number>();
  const wrong = rows.find((row) => row < 0 || row >= n || seen.size === seen.add(row).size);
  if (wrong === undefined) return;
  throw new InputError(fn, argument, `has row ${wrong}`, `give different rows of 0 to ${n - 1}`);
}
