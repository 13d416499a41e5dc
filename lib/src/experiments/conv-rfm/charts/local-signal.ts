import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { LocalRow } from '../local-signal.js';
import { noise, testAccuracy } from './marks.js';

/** Test accuracy against noise before and after three updates, bands over seeds. */
export function localSignal(rows: readonly LocalRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.round === 0 || row.round === 3)
      .map(({ round, ...row }) => ({ ...row, method: round === 0 ? 'CNTK' : 'ConvRFM' })),
    spec: { height: 250, layer: seedBand({ x: noise, y: testAccuracy, color: nominal('method') }) },
  };
}
