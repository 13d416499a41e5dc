import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { InversionRow } from '../inversion.js';
import { drawn, methodColor } from './marks.js';

const methods = [
  'SGD, adaptive step',
  'Newton-Schulz',
  'with replacement',
  'right step',
  'Kaczmarz',
  'gradient descent',
  'SGD, fixed rate',
  'AdaGrad',
  'Adam',
];

/** Error of nine methods by epoch: the first ten epochs beside two hundred. */
export function inversion(rows: readonly InversionRow[]): Chart {
  return {
    rows: rows.map(({ method, epoch, error }) => ({ method, epoch, error: drawn(error) })),
    spec: { hconcat: [panel(10), panel(200)] },
  };
}

function panel(last: number): object {
  return {
    width: 250,
    height: 270,
    transform: [{ filter: `datum.epoch <= ${last}` }],
    mark: { type: 'line', clip: true, tooltip: true, point: last < 20 },
    encoding: {
      x: quantitative('epoch', 'epoch'),
      y: quantitative('error', '‖I - X A‖', logAxis([1e-15, 10])),
      color: methodColor(methods, { legend: { columns: 5 } }),
    },
  };
}
