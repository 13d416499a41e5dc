import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { SyntheticProjectionRow } from '../synthetic-projection.js';

const methods = ['baseline', 'projected', 'ridge projection, translated', 'safe transfer'];

/** Test accuracy of four predictors, one panel a source and a number of target examples, one dot a world. */
export function safeTransfer(rows: readonly Seeded<SyntheticProjectionRow>[]): Chart {
  return {
    rows: rows.map(({ sourceClasses, n, method, accuracy, seed }) => ({
      panel: `${sourceClasses} source classes, n_t = ${n}`,
      method,
      accuracy,
      seed,
    })),
    spec: {
      facet: nominal('panel', { sort: null }),
      columns: 2,
      spec: {
        width: 240,
        height: 105,
        mark: { type: 'point', filled: true, size: 50, tooltip: true },
        encoding: {
          x: quantitative('accuracy', 'test accuracy', { scale: { domain: [0.2, 0.85] } }),
          y: nominal('method', { sort: methods }),
          color: { field: 'method', type: 'nominal', legend: null },
        },
      },
    },
  };
}
