import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { CompletionRow } from '../completion-curve.js';
import { logarithmic, methodColor, panelTitle } from './marks.js';

const reweighted = [
  'lin-RFM, α = 1/4',
  'lin-RFM, α = 1/3',
  'lin-RFM, α = 1/2',
  'lin-RFM, α = 1',
  'nuclear norm',
];
const networks = ['lin-RFM, α = 1/2', 'deep linear, L = 2', 'deep linear, L = 3', 'deep linear, L = 4'];
const [left, right] = ['lin-RFM and the nuclear norm', 'deep linear networks'];

/** Error against observed entries over degrees of freedom: lin-RFM at four α, beside networks of three depths. */
export function completion(rows: readonly CompletionRow[], deep: readonly CompletionRow[]): Chart {
  const half = rows.filter((row) => row.method === 'lin-RFM, α = 1/2');
  return {
    rows: [
      ...rows.map((row) => ({ ...row, panel: left })),
      ...[...deep, ...half].map((row) => ({ ...row, panel: right })),
    ],
    spec: {
      hconcat: [curves(left, reweighted), curves(right, networks)],
      resolve: { scale: { color: 'independent' } },
    },
  };
}

function curves(panel: string, methods: readonly string[]): object {
  const title = 'observed entries / degrees of freedom';
  return {
    transform: [{ filter: { field: 'panel', equal: panel } }],
    title: panelTitle(panel),
    width: 330,
    height: 320,
    layer: seedBand({
      x: { field: 'oversampling', type: 'quantitative', scale: { zero: false }, title },
      y: logarithmic('error', 'relative error of Z', [1e-6, 1]),
      color: methodColor(methods),
    }),
  };
}
