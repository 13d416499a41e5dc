import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { LotteryRow } from '../lottery.js';
import { meanOf } from '../../summary.js';
import { colorOf, dots } from './marks.js';

const methods = {
  'Laplace kernel, kept pixels': palette.vermillion,
  'Laplace kernel, random pixels': palette.purple,
  'Laplace kernel': palette.grey,
  'RFM, one round': palette.blue,
};

/** Accuracy of plain kernels on some of the pixels, beside lines at that of the machines that see them all. */
export function lottery(rows: readonly LotteryRow[]): Chart {
  const onAll = (['Laplace kernel', 'RFM, one round'] as const).map((method) => ({
    method,
    accuracy: null,
    level: meanOf(rows, 'accuracy', { method, threshold: 0 }),
  }));
  return {
    rows: [...rows.filter((row) => row.threshold > 0).map((row) => ({ ...row, level: null })), ...onAll],
    spec: { height: 280, layer: [some, all] },
  };
}

const some = {
  transform: [{ filter: 'isValid(datum.accuracy)' }],
  mark: dots(80),
  encoding: {
    x: quantitative('kept', 'share of pixel values kept', { axis: { format: '%' } }),
    y: quantitative('accuracy', 'test accuracy', { scale: { domain: [0.4, 1] } }),
    color: colorOf('method', methods),
  },
};

const all = {
  transform: [{ filter: 'isValid(datum.level)' }],
  mark: { type: 'rule', strokeWidth: 2 },
  encoding: { y: { field: 'level', type: 'quantitative' }, color: { field: 'method' } },
};
