import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { TopDirectionRow } from '../top-direction.js';
import { directionColumns, modelColor, steps } from './marks.js';

/** Loss, its part along the top eigenvector and both quadratic terms by step; the spike of seed 0. */
export function topDirection(rows: readonly Seeded<TopDirectionRow>[]): Chart {
  return {
    rows: rows.filter((row) => row.seed === 0 && row.step <= 18),
    spec: {
      columns: 2,
      concat: directionColumns.map(([field, title]) => ({
        width: 255,
        height: 150,
        mark: { type: 'line' },
        encoding: { x: steps, y: quantitative(field, title), color: modelColor },
      })),
    },
  };
}
