import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { LocalOrderRow } from '../local-order.js';

/** log₁₀ δ after an iteration against log₁₀ δ before it, one line an α; the slope is the order. */
export function localOrder(rows: readonly LocalOrderRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.logBefore > -60)
      .map((row) => ({
        ...row,
        label: `${(4 * row.alpha).toFixed(2)}, measured ${row.order.toFixed(2)}`,
      })),
    spec: {
      width: 520,
      height: 320,
      mark: { type: 'line', point: true, tooltip: true, clip: true },
      encoding: {
        x: quantitative('logBefore', 'log₁₀ δ before the iteration', { scale: { reverse: true } }),
        y: quantitative('logAfter', 'log₁₀ δ after it', { scale: { reverse: true, domain: [-200, 0] } }),
        color: {
          field: 'label',
          type: 'ordinal',
          title: 'order 4α',
          scale: { scheme: 'viridis' },
          legend: { orient: 'right' },
        },
      },
    },
  };
}
