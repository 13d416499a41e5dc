import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { SignProjectionRow } from '../sign-projection.js';
import { counts, methodColor, testAccuracy } from './marks.js';

/** Test accuracy against target examples, one panel a kernel. */
export function convolutional(rows: readonly SignProjectionRow[]): Chart {
  return {
    rows: rows.map(({ kernel, method, n, accuracy }) => ({ kernel, method, n, accuracy })),
    spec: {
      facet: { column: nominal('kernel') },
      spec: {
        width: 250,
        height: 210,
        layer: seedBand({
          x: counts('n', 'target examples', [20, 50, 100, 200]),
          y: testAccuracy([0.2, 0.9]),
          color: methodColor('baseline', 'projected'),
        }),
      },
    },
  };
}
