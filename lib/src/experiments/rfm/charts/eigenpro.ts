import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { PassRow } from '../eigenpro-passes.js';
import { colorOf } from './marks.js';

const methods = {
  EigenPro: palette.blue,
  'plain, same batch': palette.vermillion,
  'plain, own batch': palette.grey,
};

/** Training error against steps, one line a method. */
export function eigenPro(rows: readonly PassRow[]): Chart {
  return {
    rows: rows.filter((row) => row.method !== 'direct' && row.pass > 0),
    spec: {
      height: 260,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: {
        x: quantitative('steps', 'steps', { scale: { type: 'log' } }),
        y: quantitative('trainMse', 'training MSE', { scale: { type: 'log' } }),
        color: colorOf('method', methods),
      },
    },
  };
}
