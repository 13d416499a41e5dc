import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { where } from '../../summary.js';
import type { HouseRow } from '../house-numbers.js';
import { tileGrid, tiles } from './marks.js';

/** Leading directions after this many updates, a row a seed. */
export function houseDirections(rows: readonly Seeded<HouseRow>[], round: number): Chart {
  return {
    rows: [0, 1, 2].flatMap((seed) => tiles(where(rows, { round, seed }), 3, `seed ${seed}`)),
    spec: tileGrid(80),
  };
}
