import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { ScheduleRow } from '../schedule-and-side.js';
import { logarithmic } from './marks.js';

/** Error on hidden entries by iteration under three ridges: rows only, beside alternating sides. */
export function schedule(rows: readonly ScheduleRow[]): Chart {
  return {
    rows,
    spec: {
      facet: {
        column: { field: 'side', sort: ['rows only', 'alternating'], header: { title: null } },
      },
      spec: {
        width: 330,
        height: 280,
        layer: seedBand({
          x: logarithmic('t', 'iteration'),
          y: logarithmic('error', 'relative error on hidden entries'),
          color: nominal('ridge', { title: 'ridge' }),
        }),
      },
    },
  };
}
