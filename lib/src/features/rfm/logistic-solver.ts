import { kernelLogistic } from '../../learners/kernel-logistic.js';
import type { Matrix } from '../../linalg/matrix.js';
import type { Problem, Solution } from './solver.js';

/**
 * Kernel logistic regression as the solver of an RFM for two classes: targets 0 and 1, outputs are log-odds. The seven
 * Newton steps of the Python package at most.
 * @throws InputError on other targets, or ridge 0.
 */
export async function logisticSolver({ x, y, kernel, metric, ridge }: Problem): Promise<Solution> {
  let alpha: Matrix = y;
  for await (const step of kernelLogistic(x, y, { kernel, metric, ridge })) alpha = step.alpha;
  return { alpha, report: { solver: 'logistic', ridge, precision: x.precision, fallback: 'none' } };
}
