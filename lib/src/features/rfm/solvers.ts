import { ridgeSolver } from './ridge-solver.js';
import type { Solver } from './solver.js';

/** Solvers by their names. */
export type SolverName = 'cholesky';

export const solvers: Record<SolverName, Solver> = { cholesky: ridgeSolver };
