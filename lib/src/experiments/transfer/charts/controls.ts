import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { CurveRow } from '../target-curves.js';
import { counts, methodColor, testAccuracy } from './marks.js';

/** Test accuracy against target examples, one panel a task. */
export function controls(tasks: Readonly<Record<string, readonly CurveRow[]>>): Chart {
  return {
    rows: Object.entries(tasks).flatMap(([task, rows]) =>
      rows.map(({ method, n, subset, accuracy }) => ({ task, method, n, subset, accuracy })),
    ),
    spec: {
      facet: nominal('task', { sort: Object.keys(tasks) }),
      columns: 2,
      spec: {
        width: 250,
        height: 150,
        layer: seedBand({
          x: counts('n', 'target examples', [10, 20, 50, 100, 200, 400, 800]),
          y: testAccuracy(),
          color: methodColor('baseline', 'projected'),
        }),
      },
    },
  };
}
