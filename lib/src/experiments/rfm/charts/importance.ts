import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';

/** The diagonal of M by column, the largest first. */
export function importance(columns: readonly { name: string; importance: number }[]): Chart {
  return {
    rows: columns,
    spec: {
      height: 180,
      mark: { type: 'bar', tooltip: true },
      encoding: {
        y: nominal('name', { sort: '-x' }),
        x: quantitative('importance', 'diagonal of M by column, over the largest'),
      },
    },
  };
}
