import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { NoiseRow } from '../noisy-digits.js';
import { machines, noise, testAccuracy } from './marks.js';

/** Test accuracy against noise for six machines, bands over seeds; chosen as the authors choose. */
export function noiseSweep(rows: readonly NoiseRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.selected !== 'validation')
      .sort((a, b) => machines.indexOf(a.method) - machines.indexOf(b.method)),
    spec: {
      height: 300,
      layer: seedBand({ x: noise, y: testAccuracy, color: nominal('method', { sort: machines }) }),
    },
  };
}
