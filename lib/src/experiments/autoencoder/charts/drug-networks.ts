import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import type { DrugNetworksRow } from '../drug-networks.js';
import { activationName } from './marks.js';

/** Mean size of the cosines of a drug's signatures along the training, for two networks. */
export function drugNetworks(rows: readonly Seeded<DrugNetworksRow>[]): Chart {
  return {
    rows: rows
      .filter((row) => row.activation !== 'original')
      .map(({ drug, activation, epoch, meanSize, signKept, seed }) => ({
        drug,
        net: activationName(activation),
        epoch,
        meanSize,
        signKept,
        seed,
      })),
    spec: {
      facet: nominal('drug'),
      columns: 3,
      spec: {
        width: 170,
        height: 190,
        layer: seedBand({
          x: quantitative('epoch', 'epoch'),
          y: quantitative('meanSize', 'mean |cos|'),
          color: nominal('net'),
        }),
      },
    },
  };
}
