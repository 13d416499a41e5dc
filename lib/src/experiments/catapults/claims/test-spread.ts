import { groupBy, least, mean, most, where } from '../../summary.js';
import type { FairComparisonRow } from '../fair-comparison.js';

/** The largest less the smallest mean test error over batch sizes, at one ratio; 1 for a run that diverged. */
export function testSpread(rows: readonly FairComparisonRow[], ratio: number): number {
  const sizes = [...groupBy(where(rows, { ratio }), 'batch').values()];
  const means = sizes.map((own) => mean(own.map((row) => row.test ?? 1)));
  return most(means) - least(means);
}
