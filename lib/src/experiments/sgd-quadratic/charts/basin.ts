import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { BasinRow, InversionRow } from '../inversion.js';
import { drawn, methodColor } from './marks.js';

/** Share of starts that converge against their radius, beside the error by epoch from the safe start. */
export function basin(starts: readonly BasinRow[], safe: readonly InversionRow[]): Chart {
  return {
    rows: [
      ...starts.map(({ method, radius, success }) => ({ panel: 'basin', method, x: radius, value: success })),
      ...safe.map(({ method, epoch, error }) => ({ panel: 'safe', method, x: epoch, value: drawn(error) })),
    ],
    spec: {
      hconcat: [
        panel("datum.panel == 'basin'", {
          x: quantitative('x', '‖E₀‖₂', { scale: { zero: false } }),
          y: quantitative('value', 'share of starts that converge', { scale: { domain: [0, 1] } }),
          color: methodColor(['SGD, adaptive step', 'Newton-Schulz']),
        }),
        panel("datum.panel == 'safe' && datum.x <= 20", {
          x: quantitative('x', 'epoch'),
          y: quantitative('value', '‖I - X A‖, d = 50', logAxis([1e-15, 10])),
          color: nominal('method'),
        }),
      ],
    },
  };
}

function panel(filter: string, encoding: object): object {
  const mark = { type: 'line', point: true, tooltip: true };
  return { width: 250, height: 230, transform: [{ filter }], mark, encoding };
}
