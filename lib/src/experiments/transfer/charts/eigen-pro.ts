import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { SolverRow } from '../solver.js';

/** Largest difference from the exact outputs against the epoch. */
export function eigenPro(rows: readonly SolverRow[]): Chart {
  return {
    rows: rows.map(({ epoch, gap, accuracy }) => ({ epoch, gap, accuracy })),
    spec: {
      height: 230,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: {
        x: quantitative('epoch', 'epoch'),
        y: quantitative('gap', 'largest difference from the exact outputs', { scale: { type: 'log' } }),
      },
    },
  };
}
