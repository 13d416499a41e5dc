import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { colorScale, palette } from '../../../report/theme.js';
import type { UciGain } from '../measures.js';
import { dots } from './marks.js';

/** Accuracy less that of the plain kernel, sorted, one point a set. */
export function uci(gains: readonly UciGain[]): Chart {
  return {
    rows: gains,
    spec: {
      height: 280,
      layer: [
        { mark: { type: 'rule', color: palette.grey }, encoding: { y: { datum: 0 } } },
        {
          mark: dots(30),
          encoding: {
            x: quantitative('rank', 'data sets, sorted'),
            y: quantitative('difference', 'accuracy − Laplace (points)'),
            color: nominal('method', { scale: colorScale(['RFM', 'RFM, leak-free']) }),
          },
        },
      ],
    },
  };
}
