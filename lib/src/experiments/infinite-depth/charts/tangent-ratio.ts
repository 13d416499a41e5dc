import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import type { Layer } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';
import type { RatioRow } from '../depth.js';

const level = (datum: number): Layer => ({
  mark: { type: 'rule', strokeDash: [3, 3], color: palette.grey },
  encoding: { y: { datum } },
});

/** The tangent kernel off its diagonal over that on it, against depth, with the limits 1/4 and 1/3. */
export function tangentRatio(rows: readonly RatioRow[]): Chart {
  const curves = {
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      x: quantitative('depth', 'layers', logTicks([10, 100, 1000, 10000], 'd')),
      y: quantitative('ratio', 'K_L(δ) over its diagonal', { scale: { domain: [0.2, 0.7] } }),
      color: nominal('activation'),
      strokeDash: nominal('delta'),
    },
  };
  return {
    rows: rows.map(({ activation, depth, ratio, delta }) => ({
      activation,
      depth,
      ratio,
      delta: `δ = ${delta}`,
    })),
    spec: { height: 250, layer: [curves, level(0.25), level(0.3333)] },
  };
}
