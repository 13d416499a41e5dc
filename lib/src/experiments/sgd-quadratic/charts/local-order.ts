import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import { palette } from '../../../report/theme.js';
import type { LocalOrderRow } from '../inversion.js';

/** The error after an epoch against the one before, beside lines of slope 1 and 2. */
export function localOrder(rows: readonly LocalOrderRow[]): Chart {
  const points = rows.map(({ error, next, d }) => ({ kind: 'epoch', error, next: Math.max(next, 1e-14), d }));
  const lines = [1, 2].flatMap((order) =>
    [1e-6, 1].map((error) => ({ kind: `slope ${order}`, error, next: error ** order, d: 0 })),
  );
  return {
    rows: [...points, ...lines],
    spec: {
      width: 380,
      height: 300,
      layer: [
        {
          transform: [{ filter: "datum.kind == 'epoch'" }],
          mark: { type: 'point', filled: true, size: 16, opacity: 0.6, tooltip: true },
          encoding: {
            x: quantitative('error', '‖E‖ after an epoch', logAxis([1e-6, 1])),
            y: quantitative('next', 'after the next', logAxis([1e-14, 1])),
            color: { field: 'd', type: 'ordinal', title: 'd', scale: { scheme: 'viridis' } },
          },
        },
        {
          transform: [{ filter: "datum.kind != 'epoch'" }],
          mark: { type: 'line', strokeDash: [5, 4], clip: true, color: palette.grey },
          encoding: {
            x: quantitative('error', ''),
            y: quantitative('next', ''),
            detail: { field: 'kind' },
          },
        },
      ],
    },
  };
}
