import { most } from '../../summary.js';
import type { AccuracyRow } from '../accuracy.js';
import { accuracyAt } from './accuracy-at.js';

/** |accuracy of one classifier - that of another| in a dimension; without one, the largest over dimensions. */
export function accuracyGap(rows: readonly AccuracyRow[], one: string, other: string, d?: number): number {
  const dimensions = d === undefined ? [...new Set(rows.map((row) => row.d))] : [d];
  return most(dimensions.map((at) => Math.abs(accuracyAt(rows, at, one) - accuracyAt(rows, at, other))));
}

/** Distance of the optimal activation from Bayes at n = 100, less that at the largest n. */
export function bayesGapClosed(rows: readonly AccuracyRow[], d: number): number {
  const gap = (n?: number): number => accuracyAt(rows, d, 'Bayes', n) - accuracyAt(rows, d, `opt ${d}`, n);
  return gap(100) - gap();
}

/** Accuracy of the optimal activation less that of the nearest neighbour. */
export function leadOverNearest(rows: readonly AccuracyRow[], d: number): number {
  return accuracyAt(rows, d, `opt ${d}`) - accuracyAt(rows, d, '1-NN');
}
