import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Row } from '../../../report/row.js';
import { palette } from '../../../report/theme.js';
import { logarithmic, steps } from './marks.js';

/** The loss of SGD by step, above the learning rate over the critical one of each batch; orange where it is larger. */
export function sgdSpikes(rows: readonly (Row & { step: number; loss: number; ofBatch: number })[]): Chart {
  const loss = {
    height: 170,
    width: 560,
    mark: { type: 'line', strokeWidth: 1.5 },
    encoding: { x: steps, y: logarithmic('loss', 'training loss', '~e') },
  };
  const ratio = {
    mark: { type: 'point', size: 9, opacity: 0.7 },
    encoding: {
      x: steps,
      y: quantitative('ofBatch', 'η / η_crit(B)'),
      color: {
        condition: { test: 'datum.ofBatch > 1', value: palette.vermillion },
        value: palette.blue,
      },
    },
  };
  const critical = { mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { y: { datum: 1 } } };
  return {
    rows,
    spec: { vconcat: [loss, { height: 120, width: 560, layer: [ratio, critical] }] },
  };
}
