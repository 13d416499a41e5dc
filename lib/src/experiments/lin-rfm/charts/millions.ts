import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { MissingRow } from '../run-time.js';
import { logarithmic } from './marks.js';

const color = palette.vermillion;

/** Relative error against seconds, above a line where the mean square error is 1e-3. */
export function millions(rows: readonly MissingRow[]): Chart {
  const target = { mark: { type: 'rule', strokeDash: [5, 4] }, encoding: { y: { datum: 0.0316 } } };
  const path = {
    mark: { type: 'line', point: { color }, tooltip: true, color },
    encoding: {
      x: quantitative('seconds', 'seconds'),
      y: logarithmic('relativeError', 'relative error of Z'),
    },
  };
  return { rows, spec: { height: 260, layer: [target, path] } };
}
