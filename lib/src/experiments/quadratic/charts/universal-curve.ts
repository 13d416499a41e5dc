import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { colorScale, palette } from '../../../report/theme.js';
import { last, where } from '../../summary.js';
import type { MapRegimesRow } from '../map-regimes.js';
import type { OneDimensionalRow } from '../one-dimensional-directions.js';
import type { WidthScalingRow } from '../width-scaling.js';

/** λ_end/λ₀ against ηλ₀: the curve of the map, and points of networks of many widths and of runs of two directions. */
export function universalCurve(
  regimes: readonly MapRegimesRow[],
  widths: readonly WidthScalingRow[],
  runs: readonly (readonly OneDimensionalRow[])[],
): Chart {
  const curve = where(regimes, { part: 'end' }).filter((row) => row.v0 >= 1.5 && row.v0 <= 3);
  const v0 = quantitative('v0', 'ηλ₀', { scale: { zero: false } });
  return {
    rows: [
      ...curve.map((row) => ({ v0: row.v0, ratio: row.ratio, what: 'map' })),
      ...widths.map((row) => ({ v0: 2.8, ratio: row.sharpness, what: row.model })),
      ...runs.map((run) => ({ v0: 2.5, ratio: last(run).lambda1, what: run[0].model })),
    ],
    spec: {
      height: 260,
      layer: [
        {
          transform: [{ filter: "datum.what == 'map'" }],
          mark: { type: 'line', color: palette.grey },
          encoding: { x: v0, y: quantitative('ratio', 'λ_end / λ_0') },
        },
        {
          transform: [{ filter: "datum.what != 'map'" }],
          mark: { type: 'point', tooltip: true },
          encoding: {
            x: v0,
            y: { field: 'ratio', type: 'quantitative' },
            color: nominal('what', { scale: colorScale(['network', 'quadratic model']) }),
          },
        },
      ],
    },
  };
}
