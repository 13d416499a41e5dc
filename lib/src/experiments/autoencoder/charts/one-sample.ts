import { reluOneSampleNorm } from '../../../nets/autoencoders/stretch.js';
import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis, logTicks } from '../../../report/log-axis.js';
import { palette } from '../../../report/theme.js';
import { where } from '../../summary.js';
import { byRate } from '../measures.js';
import type { OneSampleReluRow } from '../one-sample-relu.js';

/** |Bx|² of trained networks on the one-sample law, beside what is missing by learning rate. */
export function oneSample(rows: readonly OneSampleReluRow[]): Chart {
  const etas = Array.from({ length: 60 }, (_, k) => 0.4 + (3.8 * k) / 59);
  const curves = etas.flatMap((eta) => [
    { part: 'law', eta, value: reluOneSampleNorm(eta) },
    { part: 'start', eta, value: 2 * eta ** 3 },
  ]);
  const trained = where(rows, { d: 20, learningRate: 0.1 }).map(({ eta, measured }) => ({
    part: 'trained',
    eta,
    value: measured,
  }));
  return {
    rows: [
      ...[...curves, ...trained].map((row) => ({ ...row, rate: 0, size: 0 })),
      ...byRate(rows).map(({ learningRate, deviation }) => ({
        part: 'rate',
        eta: 0,
        value: 0,
        rate: learningRate,
        size: -deviation,
      })),
    ],
    spec: { hconcat: [lawPanel, ratePanel] },
  };
}

const dashes = {
  domain: ['law', 'start'],
  range: [
    [1, 0],
    [5, 4],
  ],
};

const lawPanel = {
  width: 260,
  height: 240,
  layer: [
    {
      transform: [{ filter: "datum.part == 'law' || datum.part == 'start'" }],
      mark: { type: 'line' },
      encoding: {
        x: quantitative('eta', 'η = |x|²', logTicks([0.5, 1, 2, 4])),
        y: quantitative('value', '|Bx|²', logTicks([0.1, 1, 10, 100])),
        strokeDash: nominal('part', { scale: dashes, legend: { orient: 'bottom' } }),
        color: { value: palette.grey },
      },
    },
    {
      transform: [{ filter: "datum.part == 'trained'" }],
      mark: { type: 'point', filled: true, size: 50, color: palette.blue, tooltip: true },
      encoding: { x: quantitative('eta', ''), y: quantitative('value', '') },
    },
  ],
};

const ratePanel = {
  width: 260,
  height: 240,
  transform: [{ filter: "datum.part == 'rate'" }],
  mark: { type: 'line', point: true, color: palette.blue },
  encoding: {
    x: quantitative('rate', 'learning rate (d = 20, η = 4)', logTicks([0.01, 0.02, 0.05, 0.1])),
    y: quantitative('size', 'relative deviation below the law', logAxis()),
  },
};
