import { allFinite, checkFinite, checkInteger, checkMatrix, checkSamePrecision } from '../check.js';
import { InputError, NumericalError } from '../errors.js';
import { predict } from '../features/rfm/predict.js';
import { rowsAt } from '../features/rfm/rows.js';
import { withDefaults } from '../features/rfm/with-defaults.js';
import type { Kernel } from '../kernels/kernel.js';
import type { Metric } from '../kernels/metric.js';
import { type Matrix, type Real, zeros } from '../linalg/matrix.js';
import { Random } from '../linalg/random.js';
import type { Step } from '../step.js';
import { blockwiseDescent } from './eigenpro-descent.js';
import { heldDescent } from './eigenpro-held.js';
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
 * No (n, n) matrix is formed: K(B, X) comes in blocks of rows, or one triangle of K is held as far as there is room.
 */

export interface EigenProOptions extends PreconditionerOptions {
  kernel: Kernel;
  /** M; the identity if absent. */
  metric?: Metric;
  /** Passes over the data. Default 20. */
  epochs?: number;
  /**
   * s, the rows that the preconditioner is made from, or which. Default min(n, 2000); the authors take 12 000 from n =
   * 10⁵.
   */
  subsample?: number | Int32Array;
  /** b. Default: the largest whose step still grows in proportion, at most n. */
  batchSize?: number;
  /**
   * Numbers of K that are held through the passes: n s of K(X, S), then about n (n + b) / 2 of K(X, X), of whose two
   * equal triangles one is enough; what has no room is made anew in each pass. Batches are then neighbours, the same in
   * each epoch in a new order, so that the rows of X are best in random order. Or an array for them, which the next
   * solve may have: a new one for each may come before the garbage collector gives back the last. Default 0: none is
   * held.
   */
  held?: number | Real;
  /**
   * The rows of each batch of an epoch, not with `held`. Default: a new permutation each epoch, without its last
   * incomplete batch.
   */
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
  const { kernel, metric, held, epochs, seed, step, batches, pairs, exponent, ...sizes } = checked(
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
  const problem = { x, y, kernel, metric, chosen, points, preconditioner, stepSize };
  const inBlocks = typeof held !== 'number' || held > 0;
  const descend = inBlocks ? heldDescent(problem, batchSize, held) : blockwiseDescent(problem);
  const steps = epochs * Math.floor(x.rows / batchSize);
  const alpha = zeros(x.rows, y.cols, x.precision);
  let done = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const own = random.fork(epoch);
    const rounds =
      batches?.(epoch) ??
      (inBlocks ? consecutive(x.rows, batchSize, own) : permuted(own.permutation(x.rows), batchSize));
    for (const batch of rounds) {
      descend(alpha, batch);
      await step?.(++done, Math.max(steps, done), 'EigenPro');
    }
    if (!allFinite(alpha.data)) {
      const advice = 'give a smaller batchSize, fewer pairs or a larger subsample';
      throw new NumericalError(`eigenPro: the steps of ${stepSize} a row diverge; ${advice}`);
    }
    const now = alpha.clone();
    const machine = { kernel, x, alpha: now, metric };
    yield { epoch, alpha: now, batchSize, stepSize, preconditioner, predict: (z) => predict(machine, z) };
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

function subsampleOf(n: number, subsample: number | Int32Array, random: Random): Int32Array {
  return typeof subsample === 'number'
    ? random.fork('subsample').choice(n, Math.min(n, subsample))
    : subsample;
}

const defaults = { epochs: 20, subsample: 2000 as number | Int32Array, seed: 0, held: 0 as number | Real };

type Settings = EigenProOptions & typeof defaults;

function checked(x: Matrix, y: Matrix, options: EigenProOptions): Settings {
  const fn = 'eigenPro';
  const others = ['kernel', 'metric', 'batchSize', 'batches', 'pairs', 'exponent', 'step'];
  const settings: Settings = withDefaults(fn, defaults, options, others);
  const { kernel, held, epochs, subsample, batchSize, batches } = settings;
  checkMatrix(fn, 'x', x);
  checkMatrix(fn, 'y', y, { rows: x.rows });
  checkSamePrecision(fn, { x, y });
  checkFinite(fn, 'x', x.data);
  checkFinite(fn, 'y', y.data);
  if (typeof kernel?.matrix !== 'function') {
    throw new InputError(fn, 'kernel', 'is no kernel', 'give one as laplace({ bandwidth: 10 })');
  }
  if (typeof held === 'number') checkInteger(fn, 'held', held);
  else if (held?.constructor !== x.data.constructor) {
    const advice = `x is ${x.precision}; give a number or an array of that precision`;
    throw new InputError(fn, 'held', `is ${held?.constructor.name}`, advice);
  }
  checkInteger(fn, 'epochs', epochs, 1);
  if (batchSize !== undefined) checkInteger(fn, 'batchSize', batchSize, 1);
  if (typeof subsample === 'number') checkInteger(fn, 'subsample', subsample, 1);
  else checkRows(fn, 'subsample', subsample, x.rows);
  if (batches === undefined) return settings;
  if (held !== 0)
    throw new InputError(fn, 'batches', 'are given with held', 'with it batches are neighbours');
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
