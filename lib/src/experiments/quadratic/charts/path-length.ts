import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import { seedBand } from '../../../report/seed-band.js';
import type { PathLengthRow } from '../path-length.js';

/** Distance of the parameters from their start against the width, by learning rate. */
export function pathLength(rows: readonly PathLengthRow[]): Chart {
  return {
    rows,
    spec: {
      height: 240,
      layer: seedBand({
        x: quantitative('width', 'width m', logTicks([128, 512, 2048], 'd')),
        y: quantitative('distance', '|w - w₀|', logTicks([5, 10, 20, 50, 100], 'd')),
        color: nominal('ratio', { title: 'r' }),
      }),
    },
  };
}
