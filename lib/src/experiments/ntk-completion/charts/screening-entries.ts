import type { Chart } from '../../../report/chart.js';
import { diagonal } from '../../../report/diagonal.js';
import type { Seeded } from '../../../report/row.js';
import { where } from '../../summary.js';
import { bestPrior } from '../measures.js';
import type { ScreeningEntryRow, ScreeningRow } from '../screening.js';

const NAMES: Record<string, string> = {
  [bestPrior]: 'NTK',
  DNPP: 'DNPP',
  FaLRTC: 'FaLRTC',
  '2-D mean': '2-D mean',
};

const axis = (field: string, title: string): object => ({
  field,
  type: 'quantitative',
  scale: { domain: [-0.5, 0.5] },
  title,
  axis: { values: [-0.4, 0, 0.4] },
});

/** Predicted against true entries, one panel a method, with the correlation over the first screen. */
export function screeningEntries(
  rows: readonly ScreeningEntryRow[],
  screens: readonly Seeded<ScreeningRow>[],
): Chart {
  const panel = (method: string): string =>
    `${NAMES[method]}, r = ${where(screens, { method, seed: 0 })[0].pearson.toFixed(2)}`;
  const points = {
    mark: { type: 'point', size: 8, opacity: 0.35, clip: true },
    encoding: { x: axis('truth', 'true'), y: axis('predicted', 'predicted') },
  };
  return {
    rows: rows.map(({ method, truth, predicted }) => ({ panel: panel(method), truth, predicted })),
    spec: {
      facet: { field: 'panel', type: 'nominal', title: null, sort: Object.keys(NAMES).map(panel) },
      columns: 4,
      spacing: 14,
      spec: { width: 150, height: 150, layer: [points, diagonal([-0.5, 0.5], { clip: true })] },
    },
  };
}
