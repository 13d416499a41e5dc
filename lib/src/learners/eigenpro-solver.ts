import type { Solver } from '../features/rfm/solver.js';
import { eigenPro, type EigenProOptions } from './eigenpro.js';

/**
 * EigenPro as the solver of an RFM: K is never formed. The RFM's ridge is not used, the number of epochs regularises
 * in its place; the report says ridge 0.
 */
export function eigenProSolver(options: Omit<EigenProOptions, 'kernel' | 'metric'> = {}): Solver {
  return async ({ x, y, kernel, metric }) => {
    let alpha = y;
    for await (const epoch of eigenPro(x, y, { ...options, kernel, metric })) alpha = epoch.alpha;
    return { alpha, report: { solver: 'eigenpro', ridge: 0, precision: x.precision, fallback: 'none' } };
  };
}
