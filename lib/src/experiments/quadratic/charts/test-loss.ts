import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { TaskRow } from '../measures.js';
import { modelColor } from './marks.js';

/** Best test loss of the three models against the learning rate, a panel a task. */
export function testLoss(rows: readonly TaskRow[], columns: number): Chart {
  return { rows, spec: panels('testLoss', 'best test loss', columns) };
}

/** A column against the learning rate, a panel a task, each with its own axis. */
export function panels(field: string, title: string, columns: number): Chart['spec'] {
  return {
    facet: { field: 'task', type: 'nominal', title: null, sort: null },
    columns,
    spec: {
      width: 190,
      height: 170,
      layer: seedBand({
        x: quantitative('ratio', 'r = η/η_crit'),
        y: quantitative(field, title, { scale: { zero: false } }),
        color: modelColor,
      }),
    },
    resolve: { scale: { y: 'independent' } },
  };
}
