import {
  checkFinite,
  checkInteger,
  checkMatrix,
  checkNonNegative,
  checkPositive,
  checkSamePrecision,
} from '../check.js';
import { InputError } from '../errors.js';
import type { Kernel } from '../kernels/kernel.js';
import { medianDistance } from '../kernels/median-distance.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import { Random } from '../linalg/random.js';
import { checkCenter, checkColumnBlocks, type ColumnBlock } from './agop.js';
import { nextMetric } from './rfm/next-metric.js';
import { gradients, type Machine, predict } from './rfm/predict.js';
import { ridgeSolver } from './rfm/ridge-solver.js';
import { roundStorage } from './rfm/round-storage.js';
import type { SolveReport, Solver } from './rfm/solver.js';
import { trainingAt } from './rfm/training.js';
import { withDefaults } from './rfm/with-defaults.js';

/*
 * Recursive feature machines (Radhakrishnan, Beaglehole, Pandit, Belkin, Science 2024). The loop:
 *
 *   M₀ = I
 *   fit       (K_M + λI) α = Y
 *   features  M ← (1/m) Σⱼ Gⱼᵀ Gⱼ, the AGOP of f(z) = k_M(z, X) α at the training points
 *
 * M enters the distance un-rooted, r² = (x - z)ᵀ M (x - z). Round 0 is the plain kernel machine.
 */

export interface RfmOptions {
  kernel: Kernel;
  /** M₀, found elsewhere. Default the identity. */
  metric?: Matrix | Real;
  /** Updates of M. Default 5. */
  rounds?: number;
  /** λ. Default 1e-3. */
  ridge?: number;
  /** See `AgopOptions`. Default false; true, per output, helps at small n. */
  center?: boolean | 'pooled';
  /** M is kept as its diagonal, `(d)`: cheap for many features. Default false. */
  diagonal?: boolean;
  /** M = AGOP^p, a power of the matrix (of each entry if `diagonal`). Default 1. */
  agopPower?: number;
  /**
   * M is divided by its largest diagonal entry, which makes it blind to the scale of Y. Default false, as the paper's
   * scripts.
   */
  normalise?: boolean;
  /**
   * `adaptive`: the kernel's bandwidth times the lower median distance under the M of the round. Default `constant`.
   */
  bandwidthMode?: 'constant' | 'adaptive';
  /**
   * The AGOP is taken at so many training points at most, drawn anew each round without replacement. Default 20 000.
   */
  agopPoints?: number;
  /** M is block-diagonal over these columns, as for one-hot ones: one block for the numbers, one for each category. */
  blocks?: readonly ColumnBlock[];
  /** Default `ridgeSolver`: Cholesky with its fallbacks. */
  solver?: Solver;
  /** Of the points that are drawn. Default 0. */
  seed?: number;
}

/** One round: a fitted kernel machine, f(z) = k_M(z, X) α with α `(n, c)`. */
export interface RfmRound {
  round: number;
  /** The M of this round's kernel; undefined, at round 0, is the identity. */
  metric: Matrix | Real | undefined;
  alpha: Matrix;
  /** With the bandwidth of this round. */
  kernel: Kernel;
  solve: SolveReport;
  /** f(Z), `(m, c)` for Z `(m, d)`. */
  predict(z: Matrix): Matrix;
  /** ∇f at Z, `(m, c·d)`, output after output. */
  gradients(z: Matrix): Matrix;
}

/**
 * RFM: yields the machines of rounds 0 (plain kernel, unless `metric` is given), 1, ..., `rounds`; x `(n, d)`, y
 * `(n, c)` of one precision.
 *
 * The next M is computed when the next round is asked for. An AGOP of exactly 0, that of a constant predictor, leaves
 * M as it is: there is nothing to learn from it.
 * @throws InputError on shapes, precisions, entries that are not finite, or options out of range.
 * @throws NumericalError if a solve fails with all fallbacks, or gradients overflow.
 * @example
 * ```ts
 * const x = new Random(0).normalMatrix(200, 3);
 * const y = fromRows(x.toRows().map(([first]) => [Math.sin(3 * first)]));
 * const options = { kernel: laplace({ bandwidth: 3 }), rounds: 2, diagonal: true, normalise: true };
 * let weights: unknown;
 * for await (const { metric } of rfmRounds(x, y, options)) weights = metric;
 * // The columns that the target does not depend on have lost their weight.
 * weights; // [1, 0.001, 0.001]
 * ```
 */
export async function* rfmRounds(x: Matrix, y: Matrix, options: RfmOptions): AsyncGenerator<RfmRound, void> {
  const { metric: first, rounds, ridge, solver, agopPoints, seed, ...features } = checked(x, y, options);
  let metric = first;
  const storage = roundStorage(x.rows, x.precision);
  try {
    for (let round = 0; ; round++) {
      const kernel =
        features.bandwidthMode === 'adaptive' ? adapted(features.kernel, x, metric, seed) : features.kernel;
      const training = trainingAt(x, kernel, metric, { agopPoints, storage });
      const { gram, upperGram } = training;
      const { alpha, report } = await solver({ x, y, kernel, metric, ridge, gram, upperGram });
      yield fitted(round, { kernel, x, alpha, metric }, report);
      if (round === rounds) return;
      const random = new Random(seed).fork(round);
      metric = nextMetric(training.gradients(alpha, random), { ...features, outputs: y.cols }) ?? metric;
    }
  } finally {
    storage.free();
  }
}

// A function of its own: what it returns must not keep the training matrices of its round alive.
function fitted(round: number, machine: Machine & Pick<RfmRound, 'metric'>, solve: SolveReport): RfmRound {
  const { metric, alpha, kernel } = machine;
  return {
    round,
    metric,
    alpha,
    kernel,
    solve,
    predict: (z) => predict(machine, z),
    gradients: (z) => gradients(machine, z),
  };
}

const defaults: Omit<Settings, 'kernel' | 'metric' | 'blocks'> = {
  rounds: 5,
  ridge: 1e-3,
  center: false,
  diagonal: false,
  agopPower: 1,
  normalise: false,
  bandwidthMode: 'constant',
  agopPoints: 20_000,
  solver: ridgeSolver,
  seed: 0,
};

type Settings = Required<Omit<RfmOptions, 'metric' | 'blocks'>> & Pick<RfmOptions, 'metric' | 'blocks'>;

function checked(x: Matrix, y: Matrix, options: RfmOptions): Settings {
  const fn = 'rfmRounds';
  const settings = withDefaults(fn, defaults, options, ['kernel', 'metric', 'blocks']);
  checkMatrix(fn, 'x', x);
  checkMatrix(fn, 'y', y, { rows: x.rows });
  checkSamePrecision(fn, { x, y });
  checkFinite(fn, 'x', x.data);
  checkFinite(fn, 'y', y.data);
  checkInteger(fn, 'rounds', settings.rounds);
  checkNonNegative(fn, 'ridge', settings.ridge);
  checkPositive(fn, 'agopPower', settings.agopPower);
  checkInteger(fn, 'agopPoints', settings.agopPoints, 1);
  checkInteger(fn, 'seed', settings.seed);
  checkCenter(fn, settings.center);
  const { kernel, bandwidthMode, blocks } = settings;
  if (typeof kernel?.trainingPair !== 'function') {
    throw new InputError(fn, 'kernel', 'is no kernel', 'give one as laplace({ bandwidth: 10 })');
  }
  if (bandwidthMode !== 'constant' && bandwidthMode !== 'adaptive') {
    throw new InputError(fn, 'bandwidthMode', `is ${String(bandwidthMode)}`, "give 'constant' or 'adaptive'");
  }
  if (bandwidthMode === 'adaptive' && kernel.bandwidth === undefined) {
    throw new InputError(fn, 'bandwidthMode', `is adaptive, but ${kernel.spec.name} has no bandwidth`);
  }
  if (blocks !== undefined) checkColumnBlocks(fn, 'blocks', blocks, x.cols);
  return settings;
}

/** The kernel at L times the lower median distance; at L itself where half of the points coincide under M. */
function adapted(kernel: Kernel, x: Matrix, metric: Matrix | Real | undefined, seed: number): Kernel {
  const median = x.rows < 2 ? 0 : medianDistance(x, { metric, seed });
  return median > 0 ? kernel.withBandwidth(kernel.bandwidth! * median) : kernel;
}
