import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { KernelShapesRow } from '../solver.js';

/** Kernels of unit vectors against the angle between them. */
export function kernels(rows: readonly KernelShapesRow[]): Chart {
  return {
    rows: rows.map(({ kernel, angle, value }) => ({ kernel, angle, value })),
    spec: {
      height: 250,
      mark: { type: 'line', point: true, tooltip: true },
      encoding: {
        x: quantitative('angle', 'angle (rad)'),
        y: quantitative('value', 'k'),
        color: nominal('kernel', { sort: null }),
      },
    },
  };
}
