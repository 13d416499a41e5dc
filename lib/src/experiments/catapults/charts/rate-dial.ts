import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { RateDialRow } from '../rate-dial.js';
import { steps } from './marks.js';

const chosen = 'abs(datum.ratio - r) < 0.01';
const panel = { width: 185, height: 230 };

/** A slider over r with the loss and λ_max by step, and where λ_max ends at every r beside the quadratic model. */
export function rateDial(rows: readonly RateDialRow[], { start }: { start: number }): Chart {
  const slider = {
    name: 'r',
    value: start,
    bind: { input: 'range', min: 0.5, max: 2.1, step: 0.1, name: 'r = η/η_crit ' },
  };
  return {
    rows,
    spec: {
      params: [slider],
      hconcat: [
        path('loss', 'training loss', { type: 'log', domain: [1e-7, 100] }),
        path('sharpness', 'λ_max over its start', { domain: [0, 1.1] }),
        ends,
      ],
    },
  };
}

function path(field: string, title: string, scale: object): object {
  return {
    ...panel,
    transform: [{ filter: `datum.part == 'path' && ${chosen} && datum.loss > 1e-7` }],
    mark: { type: 'line' },
    encoding: {
      x: steps,
      y: quantitative(field, title, { scale, axis: { format: '~g', tickCount: 5 } }),
    },
  };
}

const ends = {
  ...panel,
  transform: [{ filter: "datum.part == 'end'" }],
  encoding: { x: quantitative('ratio', 'r', { axis: { values: [0.5, 1, 1.5, 2] } }) },
  layer: [
    {
      mark: { type: 'line', color: palette.grey },
      encoding: { y: quantitative('predicted', 'λ_end / λ_0') },
    },
    {
      mark: { type: 'point' },
      encoding: {
        y: { field: 'sharpness', type: 'quantitative' },
        size: { condition: { test: chosen, value: 160 }, value: 40 },
        color: { condition: { test: chosen, value: palette.vermillion }, value: palette.blue },
      },
    },
  ],
};
