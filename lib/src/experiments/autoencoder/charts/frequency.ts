import { binnedCounts } from '../../../report/binned-counts.js';
import type { Chart } from '../../../report/chart.js';
import type { FrequencyRow } from '../word-stretch.js';
import { countMap } from './marks.js';

/** Counts of words by frequency rank and cosine with the top direction. */
export function frequency(rows: readonly FrequencyRow[]): Chart {
  const map = countMap({
    x: 'frequency rank of the word',
    y: 'cosine with u₁',
    counted: 'words',
    scale: { scheme: 'viridis' },
    axis: { tickCount: 6 },
  });
  return {
    rows: binnedCounts(
      rows.map((row) => [row.rank, row.cosine]),
      [100, 0.025],
    ),
    spec: { width: 420, height: 240, ...map },
  };
}
