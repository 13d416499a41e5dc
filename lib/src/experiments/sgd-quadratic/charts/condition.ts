import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import type { ConditionRow } from '../inversion.js';
import { methodColor } from './marks.js';

const methods = ['SGD, adaptive step', 'Newton-Schulz', 'Kaczmarz'];
// Newton-Schulz is dashed: it lies on the line of adaptive SGD.
const dashes = {
  domain: methods,
  range: [
    [1, 0],
    [5, 4],
    [1, 0],
  ],
};

/** Epochs that a method needs against the condition number; a method that gave up has no point. */
export function condition(rows: readonly ConditionRow[]): Chart {
  return {
    rows: rows.filter((row) => row.epochs !== null),
    spec: {
      height: 250,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: {
        x: quantitative('kappa', 'condition number κ', logTicks([1, 3, 10, 30, 100, 1000], 'd')),
        y: quantitative('epochs', 'epochs to 1e-6', { scale: { type: 'log', domain: [1, 2000] } }),
        color: methodColor(methods),
        strokeDash: { field: 'method', type: 'nominal', legend: null, scale: dashes },
      },
    },
  };
}
