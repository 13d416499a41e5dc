import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { AlignmentInTimeRow } from '../alignment-in-time.js';

const startNames: Record<string, string> = {
  'second moment': 'B₀ = XᵀX/n',
  'degree 2': 'B₀ = (XᵀX/n + I)²',
};

/** Alignment of analogies, and what is not yet reconstructed, along gradient flow. */
export function alignmentInTime(rows: readonly AlignmentInTimeRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.loss > 1e-12)
      .map(({ time, meanSize, loss, start }) => ({ time, meanSize, loss, start: startNames[start] })),
    spec: {
      hconcat: [
        panel('meanSize', 'mean |cos| of analogies', { scale: { domain: [0.4, 0.8] }, axis: {} }),
        panel('loss', 'variance not reconstructed', logAxis()),
      ],
    },
  };
}

function panel(field: string, title: string, more: object): object {
  return {
    width: 250,
    height: 210,
    mark: { type: 'line', tooltip: true },
    encoding: {
      x: quantitative('time', 'time of gradient flow', logAxis()),
      y: quantitative(field, title, more),
      color: nominal('start', { legend: { orient: 'bottom' } }),
    },
  };
}
