import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { ConvCatapultsRow } from '../conv-catapults.js';
import { where } from '../../summary.js';
import { logarithmic, lossParts, rateColor, steps } from './marks.js';

/** Gradient descent of seed 0: loss and λ_max by step and learning rate, and the loss at r = 1.5 by its parts. */
export function conv(rows: readonly (ConvCatapultsRow & { seed: number })[]): Chart {
  const runs = where(rows, { part: 'gradient descent', seed: 0 });
  const parts = where(runs, { ratio: 1.5 })
    .flatMap(({ step, loss, top1, rest }) => [
      { step, part: 'whole', value: loss },
      { step, part: 'top 1', value: top1 },
      { step, part: 'not top 5', value: rest },
    ])
    .filter((row) => row.value > 1e-4);
  return {
    rows: [
      ...runs.map((row) => ({ ...row, what: 'run' })),
      ...parts.map((row) => ({ ...row, what: 'split' })),
    ],
    spec: {
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
      hconcat: [
        panel('run', { y: logarithmic('loss', 'training loss', '~g'), color: rateColor }),
        panel('run', { y: quantitative('sharpness', 'λ_max over its start'), color: rateColor }),
        panel('split', { y: logarithmic('value', 'loss at r = 1.5', '~e'), ...lossParts }),
      ],
    },
  };
}

function panel(what: string, encoding: object): object {
  return {
    width: 165,
    height: 220,
    transform: [{ filter: `datum.what == '${what}'` }],
    mark: { type: 'line' },
    encoding: { x: steps, ...encoding },
  };
}
