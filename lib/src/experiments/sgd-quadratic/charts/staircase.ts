import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { InversionRow } from '../inversion.js';
import { drawn, methodColor } from './marks.js';

/** Error by epoch for reshuffled columns and for columns drawn with replacement, as steps. */
export function staircase(rows: readonly InversionRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.epoch <= 14)
      .map(({ method, epoch, error }) => ({ method, epoch, error: drawn(error) })),
    spec: {
      height: 240,
      mark: { type: 'line', point: true, interpolate: 'step-after', tooltip: true },
      encoding: {
        x: quantitative('epoch', 'epoch'),
        y: quantitative('error', '‖I - X A‖, d = 50', logAxis([1e-15, 1])),
        color: methodColor(['SGD, adaptive step', 'with replacement']),
      },
    },
  };
}
