import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { MethodMeans } from '../measures.js';

/**
 * Test error against alignment, a labelled point for each optimiser; labels that would run into others are left out.
 */
export function optimisers(rows: readonly MethodMeans[]): Chart {
  const scale = { zero: false, padding: 30 };
  const labels = {
    transform: [{ filter: 'datum.test < 0.55 || datum.method == "GD"' }],
    mark: { type: 'text', align: 'left', dx: 7, dy: -5, fontSize: 11 },
    encoding: { text: { field: 'method' } },
  };
  return {
    rows,
    spec: {
      height: 320,
      encoding: {
        x: { field: 'alignment', type: 'quantitative', scale, title: 'AGOP alignment' },
        y: quantitative('test', 'test error'),
      },
      layer: [{ mark: { type: 'point', tooltip: true } }, labels],
    },
  };
}
