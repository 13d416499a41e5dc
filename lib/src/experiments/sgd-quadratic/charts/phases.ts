import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { OrderCell } from '../measures.js';

/** Heat map of the order of convergence by coherence and batch. */
export function phases(cells: readonly OrderCell[]): Chart {
  return {
    rows: cells.map(({ coherence, batch, order }) => ({
      coherence: String(coherence),
      batch: String(batch),
      order,
    })),
    spec: {
      width: 340,
      height: 220,
      mark: { type: 'rect', tooltip: true },
      encoding: {
        x: {
          field: 'coherence',
          type: 'ordinal',
          title: 'inner product ρ of the inputs',
          sort: null,
          axis: { labelAngle: 0 },
        },
        y: {
          field: 'batch',
          type: 'ordinal',
          title: 'samples a step',
          sort: ['10', '8', '5', '3', '2', '1'],
        },
        color: quantitative('order', 'order', { scale: { scheme: 'viridis', domain: [0.8, 2.2] } }),
      },
    },
  };
}
