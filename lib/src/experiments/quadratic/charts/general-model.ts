import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { GeneralModelRow } from '../general-model.js';
import { steps } from './marks.js';

const byGamma = { field: 'gamma', type: 'ordinal', scale: { scheme: 'viridis' }, title: 'γ' };
const byRate = { field: 'learningRate', type: 'ordinal', scale: { scheme: 'viridis' }, title: 'η' };

/** Loss and kernel by step, above for each γ at one rate, below for each rate at one γ; seed 0. */
export function generalModel(rows: readonly Seeded<GeneralModelRow>[]): Chart {
  const oneRate = 'datum.learningRate == 2.8';
  const oneGamma = "datum.gamma == '1e-3'";
  return {
    rows: rows
      .filter((row) => row.seed === 0 && row.diverged === 0 && row.step <= 60 && row.loss > 1e-10)
      .map((row) => ({ ...row, gamma: row.gamma.toExponential(0) })),
    spec: {
      resolve: { scale: { color: 'independent' } },
      vconcat: [
        { hconcat: [loss(oneRate, byGamma), kernel(oneRate, byGamma)] },
        { hconcat: [loss(oneGamma, byRate), kernel(`${oneGamma} && datum.learningRate < 4`, byRate)] },
      ],
    },
  };
}

const loss = (filter: string, color: object): object =>
  panel(filter, 'loss', 'loss', color, { type: 'log', nice: false });

const kernel = (filter: string, color: object): object => panel(filter, 'lambda', 'λ', color, { zero: true });

function panel(filter: string, field: string, title: string, color: object, scale: object): object {
  const y = quantitative(field, title, { scale, axis: { format: '~g', tickCount: 5 } });
  const mark = { type: 'line', tooltip: true };
  return { width: 255, height: 180, transform: [{ filter }], mark, encoding: { x: steps, y, color } };
}
