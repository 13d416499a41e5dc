import type { Solver } from '../../features/rfm/solver.js';
import { eigenPro, type EigenProEpoch } from '../../learners/eigenpro.js';
import { matmul } from '../../linalg/matmul.js';
import type { Matrix } from '../../linalg/matrix.js';
import { accuracy } from './accuracy.js';
import type { Split } from './split-table.js';

/** How a machine for a large table is fitted. */
export interface EigenProWay {
  /** Passes over the data at most. */
  epochs: number;
  /** Rows that the preconditioner is made from. */
  subsample: number;
  /** Numbers of kernel matrices that are kept through the passes; what has no room is made again in each. */
  held: number;
}

/** EigenPro stopped at the first epoch of the best accuracy on `validation`; `found` is told which, solve by solve. */
export function validatedEigenPro(
  way: EigenProWay,
  { x: z, labels }: Split['test'],
  found: (epoch: number) => void,
): Solver {
  return async (problem) => {
    const { x, kernel, metric } = problem;
    const room = way.held - (isHeld(way, x) ? x.rows ** 2 : 0);
    const kz = z.rows * x.rows <= room ? kernel.matrix(z, x, { metric }) : undefined;
    let best = { reached: -1, epoch: 0, alpha: problem.y };
    for await (const { epoch, alpha, predict } of passes(way, problem, way.epochs)) {
      const reached = accuracy(kz ? matmul(kz, alpha) : predict(z), labels);
      if (reached > best.reached) best = { reached, epoch, alpha };
    }
    found(best.epoch);
    return solution(best.alpha);
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

const isHeld = ({ held }: EigenProWay, x: Matrix): boolean => x.rows ** 2 <= held;

function passes(
  way: EigenProWay,
  { x, y, kernel, metric, gram }: Parameters<Solver>[0],
  epochs: number,
): AsyncGenerator<EigenProEpoch, void> {
  const { subsample } = way;
  const held = isHeld(way, x) ? gram() : undefined;
  return eigenPro(x, y, { kernel, metric, epochs, subsample, gram: held });
}

const solution = (alpha: Matrix): Awaited<ReturnType<Solver>> => ({
  alpha,
  report: { solver: 'eigenpro', ridge: 0, precision: alpha.precision, fallback: 'none' },
});
