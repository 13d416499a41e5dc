import { eigenProSolver } from '../../learners/eigenpro-solver.js';
import { logisticSolver } from './logistic-solver.js';
import { ridgeSolver } from './ridge-solver.js';
import type { Solver } from './solver.js';

/**
 * `cholesky`: kernel ridge regression. `eigenpro`: descent without the kernel matrix, for many points. `logistic`: two
 * classes, by Newton's method.
 */
export type SolverName = 'cholesky' | 'eigenpro' | 'logistic';

/** Solvers by their names, for a seed. */
export const solvers: Record<SolverName, (seed: number) => Solver> = {
  cholesky: () => ridgeSolver,
  eigenpro: (seed) => eigenProSolver({ seed }),
  logistic: () => logisticSolver,
};
