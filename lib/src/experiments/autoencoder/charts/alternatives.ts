import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { AlternativeRow } from '../word-stretch.js';

/** Three measures of each space as dots. */
export function alternatives(rows: readonly AlternativeRow[]): Chart {
  return {
    rows: rows.flatMap(({ space, meanSize, accuracyExcluding, men }) => [
      { space, measure: 'analogies: mean |cos|', value: meanSize },
      { space, measure: 'analogies answered right', value: accuracyExcluding },
      { space, measure: 'MEN similarity', value: men },
    ]),
    spec: {
      height: { step: 26 },
      mark: { type: 'point', filled: true, size: 70, tooltip: true },
      encoding: {
        y: nominal('space', { sort: null }),
        x: quantitative('value', 'value', { scale: { domain: [0.25, 0.8] } }),
        color: nominal('measure', { sort: null, legend: { orient: 'bottom', columns: 1 } }),
      },
    },
  };
}
