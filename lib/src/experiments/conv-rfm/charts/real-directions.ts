import type { Chart } from '../../../report/chart.js';
import { most, where } from '../../summary.js';
import type { ImageRow } from '../image-rounds.js';
import { tileGrid, tiles } from './marks.js';

/** Leading directions after the last update, a row an image set: `realDirections({ GTSRB: rows, ... })`. */
export function realDirections(sets: Readonly<Record<string, readonly ImageRow[]>>): Chart {
  return {
    rows: Object.entries(sets).flatMap(([set, rows]) =>
      tiles(where(rows, { round: most(rows.map((row) => row.round)) }), 3, set),
    ),
    spec: tileGrid(62, { spacing: 8, sort: Object.keys(sets) }),
  };
}
