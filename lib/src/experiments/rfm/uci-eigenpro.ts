import { predict } from '../../features/rfm/predict.js';
import type { Solver } from '../../features/rfm/solver.js';
import { eigenPro, type EigenProEpoch } from '../../learners/eigenpro.js';
import { beside, columnsOf } from '../../linalg/columns.js';
import type { Matrix, Real } from '../../linalg/matrix.js';
import { accuracy } from './accuracy.js';
import type { Split } from './split-table.js';

/** How a machine for a large table is fitted. */
export interface EigenProWay {
  /** Passes over the data at most. */
  epochs: number;
  /** Rows that the preconditioner is made from. */
  subsample: number;
  /** Numbers of K that are held through the passes, or an array for them; what has no room is made again in each. */
  held: number | Real;
}

/** EigenPro stopped at the first epoch of the best accuracy on `validation`; `found` is told which, solve by solve. */
export function validatedEigenPro(
  way: EigenProWay,
  { x: z, labels }: Split['test'],
  found: (epoch: number) => void,
): Solver {
  return async (problem) => {
    const { x, y, kernel, metric } = problem;
    const alphas: Matrix[] = [];
    for await (const { alpha } of passes(way, problem, way.epochs)) alphas.push(alpha);
    // All epochs at once: K(Z, X), the largest part of the work, is made once.
    const f = predict({ kernel, x, alpha: beside(alphas), metric }, z);
    const reached = alphas.map((_, k) => accuracy(columnsOf(f, k * y.cols, y.cols), labels));
    const best = reached.indexOf(Math.max(...reached));
    found(best + 1);
    return solution(alphas[best]);
  };
}

/** EigenPro of so many epochs in the first solve, the second, ... */
export function stoppedEigenPro(way: EigenProWay, epochs: readonly number[]): Solver {
  let solves = 0;
  return async (problem) => {
    let last = problem.y;
    for await (const { alpha } of passes(way, problem, epochs[solves++])) last = alpha;
    return solution(last);
  };
}

function passes(
  { subsample, held }: EigenProWay,
  { x, y, kernel, metric }: Parameters<Solver>[0],
  epochs: number,
): AsyncGenerator<EigenProEpoch, void> {
  return eigenPro(x, y, { kernel, metric, epochs, subsample, held });
}

const solution = (alpha: Matrix): Awaited<ReturnType<Solver>> => ({
  alpha,
  report: { solver: 'eigenpro', ridge: 0, precision: alpha.precision, fallback: 'none' },
});
