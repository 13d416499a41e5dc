import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { palette } from '../../../report/theme.js';
import type { SeveralSamplesRow } from '../several-samples.js';
import { activationName } from './marks.js';

/** The trained length of the encoder along each sample against the law, for the networks that have one. */
export function severalSamples(rows: readonly Seeded<SeveralSamplesRow>[]): Chart {
  const scale = { type: 'log', nice: false };
  return {
    rows: rows
      .filter((row) => row.law !== null)
      .map(({ activation, units, start, before, after, law, eta, seed }) => ({
        net: `${activationName(activation)}, ${units} units`,
        start: start === 'along' ? 'along the samples' : 'any',
        before,
        after,
        law,
        eta,
        seed,
      })),
    spec: {
      width: 300,
      height: 260,
      layer: [
        {
          mark: { type: 'line', color: palette.grey },
          encoding: { x: quantitative('law', 'the law', { scale }), y: quantitative('law', '', { scale }) },
        },
        {
          mark: { type: 'point', filled: true, size: 50, tooltip: true },
          encoding: {
            x: quantitative('law', ''),
            y: quantitative('after', 'trained |Bx|² / η²'),
            color: nominal('net'),
          },
        },
      ],
    },
  };
}
