import { mean, where } from '../../summary.js';
import type { InitialScaleRow } from '../initial-scale.js';

/** Mean alignment over the rows that match; a run that diverged has none, and counts as 0. */
export function meanAlignment(rows: readonly InitialScaleRow[], match: Partial<InitialScaleRow>): number {
  return mean(where(rows, match).map((row) => row.alignment ?? 0));
}
