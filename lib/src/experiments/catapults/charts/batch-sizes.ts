import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { BatchSizesRow } from '../batch-sizes.js';
import { sizeColor, sizes, taskColor } from './marks.js';

/** The number of batch catapults against the batch size, beside test error against alignment. */
export function batchSizes(rows: readonly BatchSizesRow[]): Chart {
  const counts = {
    width: 250,
    height: 250,
    layer: seedBand({
      x: sizes,
      y: {
        field: 'catapults',
        type: 'quantitative',
        scale: { type: 'symlog' },
        title: 'batch catapults',
        axis: { values: [0, 1, 3, 10, 30, 100, 200] },
      },
      color: taskColor,
    }),
  };
  const scatter = {
    width: 270,
    height: 250,
    mark: { type: 'point', tooltip: true, opacity: 0.85 },
    encoding: {
      x: { field: 'alignment', type: 'quantitative', scale: { zero: false }, title: 'AGOP alignment' },
      y: quantitative('test', 'test error'),
      color: sizeColor,
      shape: taskColor,
    },
  };
  return {
    rows,
    spec: { hconcat: [counts, scatter], resolve: { scale: { color: 'independent' } } },
  };
}
