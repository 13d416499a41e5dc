import type { Chart } from '../../../report/chart.js';
import type { DialRow } from '../decision-maps.js';
import { triangle, triangleRows } from './triangle.js';

/** One triangle of decisions with a slider over the exponents, at first at that of `start`. */
export function dialMaps(rows: readonly DialRow[], { start }: { start: number }): Chart {
  const alphas = [...new Set(rows.map((row) => row.alpha))];
  const bind = { input: 'range', min: 0, max: alphas.length - 1, step: 1, name: 'exponent ' };
  const { width, height, ...points } = triangle(320);
  const title = {
    transform: [{ window: [{ op: 'row_number', as: 'row' }] }, { filter: 'datum.row == 1' }],
    mark: { type: 'text', align: 'left', fontSize: 14 },
    encoding: { text: { field: 'map', type: 'nominal' }, x: { value: 4 }, y: { value: 12 } },
  };
  return {
    rows: triangleRows(rows).map((row, k) => ({ ...row, step: alphas.indexOf(rows[k].alpha) })),
    spec: {
      params: [{ name: 'step', value: alphas.indexOf(start), bind }],
      transform: [{ filter: 'datum.step == step' }],
      width,
      height,
      layer: [points, title],
    },
  };
}
