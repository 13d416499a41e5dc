import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { BatchCriticalRatesRow } from '../batch-critical-rates.js';
import { taskColor } from './marks.js';

/** The critical rate of a batch over that of all points against the size of the batch. */
export function criticalRates(rows: readonly BatchCriticalRatesRow[]): Chart {
  const x = {
    field: 'batch',
    type: 'quantitative',
    scale: { type: 'log', nice: false },
    title: 'batch size b',
    axis: { values: [1, 2, 5, 10, 32, 128, 256], format: 'd' },
  };
  const y = quantitative('ratio', 'η_crit(B) / η_crit');
  return { rows, spec: { height: 240, layer: seedBand({ x, y, color: taskColor }) } };
}
