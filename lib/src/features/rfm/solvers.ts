import { ridgeSolver } from './ridge-solver.js';
import type { Solver } from './solver.js';

/** Solvers by their names. */
export const solvers = { cholesky: ridgeSolver } satisfies Record<string, Solver>;

export type SolverName = keyof typeof solvers;
