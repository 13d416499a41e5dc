import type { Chart } from '../../../report/chart.js';
import { colorScale } from '../../../report/theme.js';
import type { EigenProEpochsRow } from '../eigenpro-epochs.js';

/** Training error by epoch on log axes, of EigenPro and of gradient steps. */
export function eigenProEpochs(rows: readonly EigenProEpochsRow[]): Chart {
  const x = {
    field: 'epoch',
    type: 'quantitative',
    scale: { type: 'log', domain: [1, 300], nice: false },
    axis: { values: [1, 2, 5, 10, 20, 50, 100, 200] },
  };
  const y = {
    field: 'trainError',
    type: 'quantitative',
    scale: { type: 'log', nice: false },
    title: 'mean squared training error',
    axis: { values: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2], format: '~g' },
  };
  const color = {
    field: 'method',
    type: 'nominal',
    title: null,
    scale: colorScale(['EigenPro', 'Richardson']),
  };
  return {
    rows: rows.filter((row) => row.epoch > 0),
    spec: { height: 260, mark: { type: 'line', tooltip: true }, encoding: { x, y, color } },
  };
}
