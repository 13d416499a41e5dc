import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { colorScale } from '../../../report/theme.js';
import type { ComparisonRow } from '../network-vs-rfm.js';
import { r2OnFreshPoints } from './marks.js';

/** R² of the plain kernel, RFM and a network against the size of the sample. */
export function networkVsRfm(rows: readonly Seeded<ComparisonRow>[]): Chart {
  return {
    rows: rows.map((row) => ({ ...row, method: row.method === 'Laplace' ? 'Laplace kernel' : row.method })),
    spec: {
      height: 280,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: {
        x: quantitative('n', 'training points'),
        y: r2OnFreshPoints('r2', -0.1),
        color: nominal('method', { scale: colorScale(['Laplace kernel', 'RFM', 'network']) }),
      },
    },
  };
}
