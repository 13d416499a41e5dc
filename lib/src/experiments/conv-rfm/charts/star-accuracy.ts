import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import { where } from '../../summary.js';
import type { StarRow } from '../star.js';
import { testAccuracy } from './marks.js';

/** Test accuracy against updates, a band over seeds. */
export function starAccuracy(rows: readonly Seeded<StarRow>[]): Chart {
  const x = quantitative('round', 'updates of S', { axis: { values: [0, 1, 2], format: 'd' } });
  return {
    rows: where(rows, { rank: 1 }).map(({ seed, round, accuracy }) => ({
      method: 'ConvRFM',
      seed,
      round,
      accuracy,
    })),
    spec: { height: 230, layer: seedBand({ x, y: testAccuracy }) },
  };
}
