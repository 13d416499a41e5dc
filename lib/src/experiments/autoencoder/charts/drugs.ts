import { binnedCounts } from '../../../report/binned-counts.js';
import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Row, Seeded } from '../../../report/row.js';
import { where } from '../../summary.js';
import type { DrugStretchRow } from '../drug-stretch.js';
import { countMap } from './marks.js';

/**
 * Counts of signatures by their cosine in two cells before and after degree 11: made-up drugs, then three real ones.
 */
export function drugs(madeUp: readonly Seeded<DrugStretchRow>[], real: readonly DrugStretchRow[]): Chart {
  const map = countMap({
    x: 'cosine before',
    y: 'cosine after, degree 11',
    counted: 'counts',
    scale: { type: 'log', scheme: 'viridis' },
  });
  return {
    rows: [
      ...counts('made-up: 150 drugs, two cells', where(madeUp, { seed: 0, degree: 11 })),
      ...['vemurafenib', 'atorvastatin', 'venlafaxine'].flatMap((drug) =>
        counts(`real: ${drug}`, where(real, { drug, degree: 11 })),
      ),
    ],
    spec: { facet: nominal('drug', { sort: null }), columns: 2, spec: { width: 240, height: 190, ...map } },
  };
}

function counts(drug: string, rows: readonly DrugStretchRow[]): Row[] {
  const cells = binnedCounts(
    rows.map((row) => [row.original, row.cosine]),
    [0.05, 0.05],
  );
  return cells.map((cell) => ({ drug, ...cell }));
}
