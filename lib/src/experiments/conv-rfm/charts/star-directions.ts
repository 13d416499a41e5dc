import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { where } from '../../summary.js';
import type { StarRow } from '../star.js';
import { tileGrid, tiles } from './marks.js';

/** Leading eigenvectors of the first and the second AGOP of seed 0; patches are `side` pixels wide. */
export function starDirections(rows: readonly Seeded<StarRow>[], side: number): Chart {
  return {
    rows: ['first AGOP', 'second AGOP'].flatMap((panel, round) =>
      tiles(where(rows, { round, seed: 0 }), side, panel),
    ),
    spec: tileGrid(110),
  };
}
