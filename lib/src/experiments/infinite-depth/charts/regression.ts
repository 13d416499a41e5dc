import { type Channel, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { RegressionRow } from '../depth.js';
import { layersAxis } from './marks.js';

/** Agreement with Bayes against depth, and beside it the size of the output; bands over the draws. */
export function regression(rows: readonly RegressionRow[]): Chart {
  const panel = (y: Channel): object => ({
    width: 260,
    height: 220,
    layer: seedBand({ x: quantitative('layers', 'layers', layersAxis), y }),
  });
  return {
    rows: rows.map(({ depth, agreement, logSize, draw }) => ({
      layers: depth,
      agreement,
      logSize,
      seed: draw,
    })),
    spec: {
      hconcat: [
        panel(quantitative('agreement', 'agreement with Bayes', { scale: { domain: [0.3, 1] } })),
        panel(quantitative('logSize', 'log₁₀ of the median |f|')),
      ],
    },
  };
}
