import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import { where } from '../../summary.js';
import type { SignProjectionRow } from '../sign-projection.js';
import { counts, methodColor, testAccuracy } from './marks.js';

type SignRow = Seeded<SignProjectionRow>;

/** Test accuracy against target examples, and that of projection against source classes and source images. */
export function unseenSigns(
  unseen: readonly SignRow[],
  byClasses: readonly SignRow[],
  byImages: readonly SignRow[],
): Chart {
  const along = (panel: string, rows: readonly SignRow[], x: 'n' | 'sourceClasses' | 'sourceImages') =>
    rows.map((row) => ({ panel, method: row.method, x: row[x], accuracy: row.accuracy, seed: row.seed }));
  return {
    rows: [
      ...along('n', unseen, 'n'),
      ...along('classes', where(byClasses, { method: 'projected' }), 'sourceClasses'),
      ...along('images', where(byImages, { method: 'projected' }), 'sourceImages'),
    ],
    spec: {
      hconcat: [
        panel('n', 'target examples', [20, 50, 100, 200, 600]),
        panel('classes', 'source classes (n_t = 200)', [2, 4, 8, 16, 33]),
        panel('images', 'source images (n_t = 200)', [100, 400, 1600]),
      ],
    },
  };
}

function panel(name: string, title: string, ticks: number[]): object {
  return {
    width: 175,
    height: 210,
    transform: [{ filter: `datum.panel == '${name}'` }],
    layer: seedBand({
      x: counts('x', title, ticks),
      y: testAccuracy([0.2, 1]),
      color: methodColor('baseline', 'projected'),
    }),
  };
}
