import { groupBy, meanOf, most } from '../../summary.js';
import type { OptimiserComparisonRow } from '../optimiser-comparison.js';

export type MethodMeans = { method: string; test: number; alignment: number; loss: number };

/** Mean test error and alignment of each method over seeds, and its largest training loss. */
export function methodMeans(rows: readonly OptimiserComparisonRow[]): MethodMeans[] {
  return [...groupBy(rows, 'method')].map(([method, own]) => ({
    method,
    test: meanOf(own, 'test'),
    alignment: meanOf(own, 'alignment'),
    loss: most(own.map((row) => row.loss)),
  }));
}
