import { meanOf, most } from '../../summary.js';
import type { AccuracyRow } from '../accuracy.js';

/** Mean accuracy over seeds in a dimension, at the largest training set or at that of `n` points. */
export function accuracyAt(
  rows: readonly AccuracyRow[],
  d: number,
  classifier: string,
  n: number = most(rows.map((row) => row.n)),
): number {
  return meanOf(rows, 'accuracy', { d, classifier, n });
}
