import type { Chart } from '../../../report/chart.js';
import { groupBy } from '../../summary.js';
import type { ScreeningWinsRow } from '../screening.js';

/** R² of the NTK less that of DNPP over drugs and cells; drugs by the number of their cells. */
export function screeningWins(rows: readonly ScreeningWinsRow[]): Chart {
  const cells = groupBy(rows, 'drug');
  const sort = [...cells.keys()].sort((a, b) => cells.get(a)!.length - cells.get(b)!.length || a - b);
  return {
    rows: rows.map(({ cell, drug, gap }) => ({ cell, drug, gap })),
    spec: {
      width: 420,
      height: 420,
      view: { fill: '#ffffff', stroke: '#d0d7de' },
      mark: { type: 'rect', tooltip: true },
      encoding: {
        x: { field: 'cell', type: 'ordinal', title: 'cell, by number of drugs', axis: { labelAngle: 0 } },
        y: {
          field: 'drug',
          type: 'ordinal',
          title: 'drug, by number of cells',
          sort,
          axis: { labels: false, ticks: false },
        },
        color: {
          field: 'gap',
          type: 'quantitative',
          title: 'R² of NTK less DNPP',
          scale: { scheme: 'blueorange', domain: [-1, 1], reverse: true, clamp: true },
        },
      },
    },
  };
}
