import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import type { Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import type { WordNetworksRow } from '../word-networks.js';
import { activationName } from './marks.js';

/** Share of aligned analogies in trained networks: along the training, and after it against the width. */
export function wordNetworks(
  nets: readonly Seeded<WordNetworksRow>[],
  widths: readonly Seeded<WordNetworksRow>[],
): Chart {
  const half = { scale: { domain: [0.5, 0.64] } };
  const color = nominal('kind');
  return {
    rows: [
      ...nets.map(({ activation, epoch, aboveHalf, seed }) => ({
        panel: 'time',
        kind: activationName(activation),
        epoch,
        width: 0,
        aboveHalf,
        seed,
      })),
      ...widths
        .filter((row) => row.epoch > 0)
        .map(({ activation, width, aboveHalf, seed }) => ({
          panel: 'width',
          kind: activationName(activation),
          epoch: 0,
          width,
          aboveHalf,
          seed,
        })),
    ],
    spec: {
      hconcat: [
        {
          width: 270,
          height: 220,
          transform: [{ filter: "datum.panel == 'time'" }],
          layer: seedBand({
            x: quantitative('epoch', 'epoch'),
            y: quantitative('aboveHalf', 'share of cosines above ½', half),
            color,
          }),
        },
        {
          width: 230,
          height: 220,
          transform: [{ filter: "datum.panel == 'width'" }],
          layer: seedBand({
            x: quantitative('width', 'width', logTicks([67, 130, 400])),
            y: quantitative('aboveHalf', '', half),
            color,
          }),
        },
      ],
    },
  };
}
