import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { colorScale } from '../../../report/theme.js';
import { most } from '../../summary.js';
import type { RunTimeRow, TargetRow } from '../run-time.js';
import { logarithmic } from './marks.js';

const ways = [
  'lin-RFM, SVD at every step',
  'lin-RFM, eigendecomposition',
  'lin-RFM, α = 1',
  'lin-RFM, one-sided (authors)',
  'lin-RFM, alternating (ours)',
];

/** Seconds of an iteration against the size of the matrix, beside seconds to the hidden error of 1e-3. */
export function runTime(times: readonly RunTimeRow[], reached: readonly TargetRow[]): Chart {
  const largest = most(times.map((row) => row.d));
  const size = {
    ...logarithmic('d', 'matrix size d'),
    axis: { values: [100, 200, 500, 1000, 2000] },
    scale: { type: 'log', domain: [90, 1.1 * largest] },
  };
  const panel = (field: string, title: string): object => ({
    width: 330,
    height: 280,
    transform: [{ filter: `isValid(datum.${field})` }],
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      x: size,
      y: { ...logarithmic(field, title), aggregate: 'median' },
      color: nominal('method', { legend: { columns: 2 }, scale: colorScale(ways) }),
    },
  });
  return {
    rows: [
      ...times,
      ...reached.map((row) => ({ ...row, method: row.scheme, total: row.seconds, seconds: null })),
    ],
    spec: {
      hconcat: [panel('seconds', 'seconds an iteration'), panel('total', 'seconds to hidden mse < 1e-3')],
    },
  };
}
