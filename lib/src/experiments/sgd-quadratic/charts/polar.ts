import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { PolarRow } from '../polar.js';
import { drawn, methodColor } from './marks.js';

/** By epoch, how far from orthogonal, beside the distance to the polar factor of the start. */
export function polar(rows: readonly PolarRow[]): Chart {
  return {
    rows: rows.flatMap(({ method, epoch, error, distance }) => [
      { panel: 'error', method, epoch, value: drawn(error) },
      { panel: 'distance', method, epoch, value: drawn(distance) },
    ]),
    spec: { hconcat: [panel('error', '‖I - XᵀX‖'), panel('distance', '‖X - polar factor of X₀‖')] },
  };
}

function panel(name: string, title: string): object {
  return {
    width: 250,
    height: 240,
    transform: [{ filter: `datum.panel == '${name}'` }],
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      x: quantitative('epoch', 'epoch'),
      y: quantitative('value', title, logAxis([1e-15, 1])),
      color: methodColor(['Newton-Schulz', 'columns, half steps', 'columns, full steps']),
    },
  };
}
