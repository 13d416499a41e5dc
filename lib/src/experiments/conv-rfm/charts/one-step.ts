import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import type { OneStepRow } from '../one-step-ansatz.js';

/** Correlation of WᵀW with the AGOP, and of that with its limit, against the number of filters. */
export function oneStep(rows: readonly OneStepRow[]): Chart {
  return {
    rows: rows.flatMap(({ width, pearson, toLimit }) => [
      { width, pair: 'WᵀW and AGOP', value: pearson },
      { width, pair: 'AGOP and its limit SᵀS', value: toLimit },
    ]),
    spec: {
      height: 230,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: {
        x: quantitative('width', 'filters', logTicks([4, 16, 64, 256, 1024, 4096], 'd')),
        y: quantitative('value', 'Pearson correlation', { scale: { zero: false } }),
        color: nominal('pair'),
      },
    },
  };
}
