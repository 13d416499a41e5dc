import type { Row } from '../../../report/row.js';
import { groupBy, meanOf } from '../../summary.js';
import { bestPrior } from '../measures.js';
import type { ScreeningDepthRow, ScreeningRow } from '../screening.js';

/** Means over screens by depth of the network with the best prior, and by method in each of the other settings. */
export function screeningTable(
  depths: readonly ScreeningDepthRow[],
  settings: Record<string, readonly ScreeningRow[]>,
): Row[] {
  const byDepth = [...groupBy(depths, 'depth')].map(([depth, rows]) => ({
    setting: depth === 0 ? 'linear kernel' : `depth ${depth}`,
    method: bestPrior,
    'R²': meanOf(rows, 'r2'),
    cosine: meanOf(rows, 'cosine'),
  }));
  const byMethod = Object.entries(settings).flatMap(([setting, rows]) =>
    [...groupBy(rows, 'method')].map(([method, own]) => ({
      setting,
      method,
      'R²': meanOf(own, 'r2'),
      cosine: meanOf(own, 'cosine'),
    })),
  );
  return [...byDepth, ...byMethod];
}
