import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { where } from '../../summary.js';
import type { HouseNetworkRow } from '../house-network.js';
import { tileGrid, tiles } from './marks.js';

const machines = ['ConvRFM', 'CNN'] as const;

/** Leading directions of ConvRFM above those of the network's first layer, seed 1. */
export function houseNetwork(rows: readonly Seeded<HouseNetworkRow>[]): Chart {
  return {
    rows: machines.flatMap((machine) => tiles(where(rows, { machine, seed: 1 }), 3, machine)),
    spec: tileGrid(80, { sort: [...machines] }),
  };
}
