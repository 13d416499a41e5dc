import { quantitative, type Channel } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { DigitBatchesRow } from '../digits.js';
import { alignment, sizes } from './marks.js';

/** Test error and AGOP alignment on digits against the batch size. */
export function digits(rows: readonly DigitBatchesRow[]): Chart {
  const panel = (y: Channel): object => ({ width: 260, height: 230, layer: seedBand({ x: sizes, y }) });
  const test = quantitative('test', 'test error', { scale: { zero: false } });
  return { rows, spec: { hconcat: [panel(test), panel(alignment)] } };
}
