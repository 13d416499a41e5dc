import { checkPositive } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Kernel } from '../../kernels/kernel.js';
import { laplace } from '../../kernels/laplace.js';
import type { Precision } from '../../linalg/matrix.js';
import type { RfmOptions } from '../rfm.js';
import { checkName } from './checks.js';
import type { Solver } from './solver.js';
import { type SolverName, solvers } from './solvers.js';
import { withDefaults } from './with-defaults.js';

/** Options of `RFMRegressor` and `RFMClassifier`: those of `rfmRounds` and what goes around it. */
export interface ModelOptions extends Omit<RfmOptions, 'kernel' | 'metric' | 'blocks' | 'solver'> {
  /** Default `laplace({ bandwidth: 10 })`. */
  kernel?: Kernel;
  /** Default true, unlike in `rfmRounds`: else the scale of the targets acts as a bandwidth. */
  normalise?: boolean;
  /** A name or a function. Default `cholesky`. */
  solver?: SolverName | Solver;
  /** Names or positions of the columns that are categories. Default none. */
  categorical?: readonly (string | number)[];
  /**
   * Numbers are scaled to mean 0 and variance 1 over the training points, constant columns to 0; so are an
   * RFMRegressor's targets. Default false.
   */
  standardise?: boolean;
  /** Default that of the training points if they are typed, else float64. */
  precision?: Precision;
  /** With validation points: a round worse than the best by this factor is the last. Default 1.1; Infinity for none. */
  earlyStop?: number;
  /**
   * Seconds that a fit may take; it stops before a round that would take it past them, but not before the first.
   * Default none.
   */
  timeLimit?: number;
  /** Keeps the M of every round in `fitted.metrics`. Default false. */
  collectMetrics?: boolean;
}

const defaults: Omit<ModelSettings<unknown>, 'kernel' | 'precision'> = {
  rounds: 5,
  ridge: 1e-3,
  center: false,
  diagonal: false,
  agopPower: 1,
  normalise: true,
  bandwidthMode: 'constant',
  agopPoints: 20_000,
  seed: 0,
  solver: 'cholesky',
  categorical: [],
  standardise: false,
  earlyStop: 1.1,
  timeLimit: Infinity,
  collectMetrics: false,
};

/** Options as a model keeps them. */
export type ModelSettings<More> = Required<Omit<ModelOptions, 'precision'>> &
  Pick<ModelOptions, 'precision'> &
  More;

/** The options over the defaults; more defaults come with the kind of model. */
export function modelSettings<More extends object>(
  fn: string,
  more: More,
  options: ModelOptions & Partial<More>,
): ModelSettings<More> {
  const all = { kernel: laplace({ bandwidth: 10 }), ...defaults, ...more };
  const settings = withDefaults(fn, all, options, ['precision']);
  const { solver, precision, earlyStop, timeLimit } = settings as ModelSettings<object>;
  if (typeof solver !== 'function') checkName(fn, 'solver', solver, solvers);
  if (precision !== undefined && precision !== 'float64' && precision !== 'float32') {
    throw new InputError(fn, 'precision', `is ${String(precision)}`, "give 'float64' or 'float32'");
  }
  if (!(earlyStop >= 1))
    throw new InputError(fn, 'earlyStop', `is ${earlyStop}`, 'give a factor of at least 1');
  if (timeLimit !== 0 && timeLimit !== Infinity) checkPositive(fn, 'timeLimit', timeLimit);
  return settings as ModelSettings<More>;
}
