import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { NoiseRow } from '../noisy-digits.js';
import { machines } from './marks.js';

/**
 * Accuracies chosen by test and by validation images, a panel a noise level: points for seeds, a tick at their mean.
 */
export function selection(rows: readonly NoiseRow[]): Chart {
  // A name of two words takes two lines.
  const axis = { labelAngle: 0, labelExpr: "split(datum.label, ' ')" };
  return {
    rows,
    spec: {
      facet: { column: { field: 'sigma', type: 'nominal', title: 'noise σ' } },
      spec: {
        width: 260,
        height: 230,
        encoding: {
          x: nominal('method', { sort: machines, axis }),
          xOffset: { field: 'selected' },
          color: { field: 'selected', type: 'nominal', title: 'chosen by' },
          y: { type: 'quantitative', title: 'test accuracy, %', scale: { zero: false } },
        },
        layer: [
          { mark: { type: 'point', tooltip: true }, encoding: { y: { field: 'accuracy' } } },
          { mark: { type: 'tick', width: 22 }, encoding: { y: { field: 'accuracy', aggregate: 'mean' } } },
        ],
      },
    },
  };
}
