import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { RepeatedCatapultsRow } from '../repeated-catapults.js';
import { logarithmic, steps } from './marks.js';

/** The loss by step, above the learning rate and λ_max / n; from step 120 on, shortly before the first catapult. */
export function staircase(rows: readonly RepeatedCatapultsRow[]): Chart {
  const loss = {
    height: 190,
    width: 560,
    mark: { type: 'line' },
    encoding: { x: steps, y: logarithmic('loss', 'training loss', '~g') },
  };
  const named = "datum.key == 'sharpness' ? 'λ_max / n' : 'learning rate'";
  const stairs = {
    height: 120,
    width: 560,
    transform: [{ fold: ['learningRate', 'sharpness'] }, { calculate: named, as: 'what' }],
    mark: { type: 'line' },
    encoding: {
      x: steps,
      y: logarithmic('value', null, '~g'),
      color: nominal('what', { legend: { orient: 'right' } }),
    },
  };
  return {
    rows: rows.filter((row) => row.part === 'path' && row.step >= 120),
    spec: { vconcat: [loss, stairs] },
  };
}
