import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { colorScale } from '../../../report/theme.js';
import type { ScreeningRow } from '../screening.js';

const ORDER = [
  'NTK, reference profile and cell mean',
  'NTK, reference profile and one-hot cell',
  'DNPP',
  'FaLRTC',
  '2-D mean',
  'mean of the drug',
  'NTK, one-hot drug',
  'NTK, one-hot both',
  'mean of the cell',
  'NTK, identity',
  'NTK, random',
];

/** R² of every method: screens as points, their mean as a tick. */
export function screeningMethods(rows: readonly Seeded<ScreeningRow>[]): Chart {
  const encoding = {
    y: { field: 'method', type: 'nominal', title: null, sort: ORDER, axis: { labelLimit: 280 } },
    x: { field: 'r2', type: 'quantitative', title: 'R² of a profile, mean over test profiles' },
    color: { field: 'kind', type: 'nominal', title: null, scale: colorScale(['NTK', 'baseline']) },
  };
  const means = {
    mark: { type: 'tick', thickness: 3, size: 18 },
    encoding: { x: { aggregate: 'mean', field: 'r2', type: 'quantitative' } },
  };
  const screens = { mark: { type: 'point', opacity: 0.5, tooltip: true } };
  return {
    rows: rows.map((row) => ({ ...row, kind: row.method.startsWith('NTK') ? 'NTK' : 'baseline' })),
    spec: { height: 330, encoding, layer: [means, screens] },
  };
}
