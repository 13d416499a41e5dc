import type { Row } from '../../../report/row.js';
import { where } from '../../summary.js';
import type { PmlbRow } from '../pmlb-comparison.js';
import type { tableSummary } from '../table-summary.js';

/** The summary of the UCI table in words and percent. */
export function uciTable(summary: ReturnType<typeof tableSummary>): Row[] {
  return summary.map((row) => ({
    method: row.method,
    sets: row.sets,
    'average %': row.average.toFixed(2),
    'P90 %': row.p90.toFixed(1),
    'P95 %': row.p95.toFixed(1),
    'PMA %': row.pma.toFixed(2),
    'Friedman rank': row.friedmanRank.toFixed(2),
  }));
}

/** The scores of three methods, a line a table of PMLB. */
export function pmlbTable(rows: readonly PmlbRow[]): Row[] {
  return [...new Set(rows.map((row) => row.set))].map((set) => {
    const of = (method: string): PmlbRow => where(rows, { set, method })[0];
    return {
      table: set,
      measure: of('RFM').task === 'regression' ? 'R²' : 'accuracy',
      Laplace: of('Laplace').score.toFixed(3),
      RFM: of('RFM').score.toFixed(3),
      'random forest': of('random forest').score.toFixed(3),
    };
  });
}
