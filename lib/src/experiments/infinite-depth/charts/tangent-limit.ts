import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import { seedBand } from '../../../report/seed-band.js';
import type { TangentLimitRow } from '../depth.js';

/** Agreement of the deep tangent kernel with the singular kernel against depth; a band over the draws. */
export function tangentLimit(rows: readonly TangentLimitRow[]): Chart {
  const title = 'agreement with the singular kernel';
  return {
    rows: rows.map(({ depth, agreement, draw }) => ({ layers: depth, agreement, seed: draw })),
    spec: {
      height: 230,
      layer: seedBand({
        x: quantitative('layers', 'layers', logAxis(undefined, 5)),
        y: quantitative('agreement', title, { scale: { domain: [0.8, 1] } }),
      }),
    },
  };
}
