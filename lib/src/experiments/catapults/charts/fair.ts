import { quantitative, type Channel } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { FairComparisonRow } from '../fair-comparison.js';
import { alignment, sizeColor } from './marks.js';

/** Test error and alignment against the rate over the batch's own critical one, one line a batch size. */
export function fair(rows: readonly FairComparisonRow[]): Chart {
  const x = quantitative('ratio', 'η over the critical rate of the batch', { scale: { zero: false } });
  const panel = (y: Channel): object => ({
    width: 260,
    height: 250,
    layer: seedBand({ x, y, color: sizeColor }),
  });
  return { rows, spec: { hconcat: [panel(quantitative('test', 'test error')), panel(alignment)] } };
}
