import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';
import type { DigitsRow } from '../digits-rounds.js';
import { rounds } from './marks.js';

/** Accuracy by round on two sets of digits. */
export function digits(rows: readonly DigitsRow[]): Chart {
  return {
    rows,
    spec: {
      width: 420,
      height: 240,
      layer: seedBand({
        x: rounds,
        y: quantitative('accuracy', 'test accuracy', { scale: { zero: false } }),
        color: nominal('source', { scale: { range: [palette.blue, palette.vermillion] } }),
      }),
    },
  };
}
