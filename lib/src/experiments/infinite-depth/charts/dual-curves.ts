import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { DualsRow } from '../duals.js';
import { dashedDiagonal } from './marks.js';

const SHOWN = ['ReLU', 'erf', 'sin x', 'x² - 1', 'exp(-x²/2)', '|x|'];

/** Six dual activations over the unit interval, with the diagonal. */
export function dualCurves(rows: readonly DualsRow[]): Chart {
  const curves = {
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      x: quantitative('xi', 'inner product ξ before'),
      y: quantitative('value', 'D(ξ) after'),
      color: nominal('activation', { sort: null }),
    },
  };
  return {
    rows: rows
      .filter((row) => SHOWN.includes(row.activation))
      .map(({ activation, xi, value }) => ({ activation, xi, value })),
    spec: { width: 360, height: 320, layer: [curves, dashedDiagonal(1)] },
  };
}
