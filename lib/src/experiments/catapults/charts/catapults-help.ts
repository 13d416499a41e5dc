import { quantitative, type Channel } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import type { RepeatedCatapultsRow } from '../repeated-catapults.js';
import { alignment, taskColor } from './marks.js';

/** Test error and AGOP alignment after each catapult, one line a task. */
export function catapultsHelp(phases: readonly RepeatedCatapultsRow[]): Chart {
  const x = { field: 'catapults', type: 'ordinal', title: 'catapults', axis: { labelAngle: 0 } };
  const panel = (y: Channel): object => ({
    width: 260,
    height: 240,
    layer: seedBand({ x, y, color: taskColor }),
  });
  return {
    rows: phases,
    spec: { hconcat: [panel(quantitative('test', 'test error (variance 1)')), panel(alignment)] },
  };
}
