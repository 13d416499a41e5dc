import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { TopDirectionRow } from '../top-direction.js';
import { directionColumns, modelColor, steps } from './marks.js';

/** The same as `topDirection`, of a convolutional network. */
export function convTopDirection(rows: readonly Seeded<TopDirectionRow>[]): Chart {
  const axis = { format: '~g', tickCount: 5 };
  const panels = directionColumns.map(([field, title]) => ({
    width: 255,
    height: 140,
    mark: { type: 'line' },
    encoding: { x: steps, y: quantitative(field, title, { axis }), color: modelColor },
  }));
  return {
    rows: rows.filter((row) => row.seed === 0 && row.step <= 16),
    spec: { vconcat: [{ hconcat: panels.slice(0, 2) }, { hconcat: panels.slice(2) }] },
  };
}
