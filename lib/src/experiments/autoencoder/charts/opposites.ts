import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { OppositesMapRow } from '../opposites-map.js';

/** Maps of words with a line from each to its opposite, before and after stretching. */
export function opposites(rows: readonly OppositesMapRow[]): Chart {
  const place = { scale: { domain: [-1.6, 1.6] }, axis: { tickCount: 4 } };
  return {
    rows: rows.map(({ degree, word, opposite, x, y, x2, y2 }) => ({
      space: degree === 0 ? 'original' : 'stretched, p = 2',
      pair: `${word} → ${opposite}`,
      x,
      y,
      x2,
      y2,
    })),
    spec: {
      facet: { column: nominal('space') },
      spec: {
        width: 270,
        height: 270,
        encoding: { color: nominal('pair') },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: {
              x: quantitative('x', 'map axis 1', place),
              y: quantitative('y', 'map axis 2', place),
              x2: { field: 'x2' },
              y2: { field: 'y2' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 70, tooltip: true },
            encoding: { x: quantitative('x2', ''), y: quantitative('y2', '') },
          },
        ],
      },
    },
  };
}
