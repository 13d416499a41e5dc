import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { WidthConvergenceRow } from '../wide-table-networks.js';

/**
 * Distance of trained networks from the kernel's prediction against their width: seeds as points, their mean as a line.
 */
export function widthConvergence(rows: readonly Seeded<WidthConvergenceRow>[]): Chart {
  const x = {
    field: 'width',
    type: 'quantitative',
    scale: { type: 'log', base: 2, domain: [100, 10000], nice: false },
    axis: { values: [128, 512, 2048, 8192], format: 'd' },
  };
  const y = {
    field: 'error',
    type: 'quantitative',
    scale: { type: 'log', nice: false, domain: [0.03, 0.8] },
    title: 'relative distance on missing samples',
    axis: { values: [0.05, 0.1, 0.2, 0.5] },
  };
  const line = {
    mark: { type: 'line' },
    encoding: { y: { aggregate: 'mean', field: 'error', type: 'quantitative' } },
  };
  const points = { mark: { type: 'point', tooltip: true } };
  return { rows, spec: { height: 260, encoding: { x, y }, layer: [line, points] } };
}
