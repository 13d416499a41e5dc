import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { groupBy, meanOf } from '../../summary.js';
import type { Choices } from '../measures.js';
import { updates } from './marks.js';

/** Mean accuracy over seeds against updates: by depth, by images of the AGOP and by its power. */
export function digitChoices({ depths, images, powers }: Choices): Chart {
  const panels = {
    'depth of the kernel': depths,
    'images of the AGOP': images,
    'power of the AGOP': powers,
  };
  return {
    rows: Object.entries(panels).flatMap(([panel, rows]) =>
      [...groupBy(rows, 'name')].flatMap(([name, own]) =>
        [...groupBy(own, 'round')].map(([round, alike]) => ({
          panel,
          name,
          round,
          accuracy: meanOf(alike, 'accuracy'),
          mse: meanOf(alike, 'mse'),
        })),
      ),
    ),
    spec: { hconcat: Object.keys(panels).map(lines), resolve: { scale: { color: 'independent' } } },
  };
}

function lines(panel: string): object {
  return {
    width: 170,
    height: 200,
    title: panel,
    transform: [{ filter: { field: 'panel', equal: panel } }],
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      x: updates,
      y: quantitative('accuracy', 'accuracy, %', { scale: { domain: [45, 95] } }),
      color: nominal('name', { legend: { orient: 'bottom', columns: 2 } }),
    },
  };
}
