import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { ScalarRow } from '../scalar.js';

/** Error of the reciprocal by step, one line a rule for the step. */
export function division(rows: readonly ScalarRow[]): Chart {
  return {
    rows: rows.filter((row) => row.error > 1e-17),
    spec: {
      height: 250,
      mark: { type: 'line', point: true, tooltip: true, clip: true },
      encoding: {
        x: quantitative('step', 'step'),
        y: quantitative('error', '|1 - a w|', logAxis([1e-12, 1])),
        color: nominal('method', { sort: null }),
      },
    },
  };
}
