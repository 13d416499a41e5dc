import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';
import type { LowRankRow, MetricRow } from '../low-rank.js';
import { colorOf, panelTitle, rounds } from './marks.js';

const theirs = "authors' notebook, n = 4000";
const publishedMse = [0.012285, 0.006296, 0.003174, 0.002353, 0.002091, 0.001997];
const sources = {
  'ours, n = 1000': palette.sky,
  'ours, n = 2000': palette.green,
  'ours, n = 4000': palette.blue,
  [theirs]: palette.vermillion,
};

/** Error by round beside the published one, and M after the first and the last round as heat maps. */
export function lowRank(
  errors: readonly LowRankRow[],
  metric: readonly MetricRow[],
  { lastRound }: { lastRound: number },
): Chart {
  return {
    rows: [
      ...errors.map(({ n, round, mse }) => ({ part: 'error', source: `ours, n = ${n}`, round, mse })),
      ...publishedMse.map((mse, round) => ({ part: 'error', source: theirs, round, mse })),
      ...metric.map((row) => ({ part: 'metric', ...row })),
    ],
    spec: {
      hconcat: [errorPanel, { vconcat: [1, lastRound].map(metricPanel) }],
      resolve: { scale: { color: 'independent' } },
    },
  };
}

const errorPanel = {
  width: 330,
  height: 300,
  transform: [{ filter: "datum.part == 'error'" }],
  layer: seedBand({
    x: rounds,
    y: quantitative('mse', 'test MSE', { scale: { type: 'log' } }),
    color: colorOf('source', sources),
  }),
};

function metricPanel(round: number): object {
  const values = [0, 5, 10, 15];
  return {
    width: 190,
    height: 190,
    title: panelTitle(`M after round ${round}`),
    transform: [{ filter: `datum.part == 'metric' && datum.round == ${round}` }],
    mark: { type: 'rect', tooltip: true },
    encoding: {
      x: { field: 'j', type: 'ordinal', title: null, axis: { values, labelAngle: 0 } },
      y: { field: 'i', type: 'ordinal', title: null, axis: { values } },
      color: {
        field: 'value',
        type: 'quantitative',
        title: null,
        scale: { scheme: 'blueorange', domain: [-1, 1] },
        legend: null,
      },
    },
  };
}
