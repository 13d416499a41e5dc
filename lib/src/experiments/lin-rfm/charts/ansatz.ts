import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { AnsatzRow } from '../neural-feature-ansatz.js';

/** Entries of MᵀM against those of the power of ZᵀZ, one panel a depth. */
export function ansatz(rows: readonly AnsatzRow[]): Chart {
  return {
    rows: rows.map((row) => ({ ...row, decay: row.weightDecay === 0 ? 'none' : '1e-4' })),
    spec: {
      facet: {
        column: { field: 'depth', header: { title: null, labelExpr: "'depth L = ' + datum.value" } },
      },
      spec: {
        width: 215,
        height: 215,
        mark: { type: 'point', size: 16, opacity: 0.6 },
        encoding: {
          x: quantitative('predicted', 'entry of (ZᵀZ)^((L−1)/L)'),
          y: quantitative('learned', 'entry of MᵀM'),
          color: nominal('decay', { title: 'weight decay', sort: ['1e-4', 'none'] }),
        },
      },
    },
  };
}
