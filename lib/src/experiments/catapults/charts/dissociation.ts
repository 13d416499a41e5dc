import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { where } from '../../summary.js';
import type { InitialScaleRow } from '../initial-scale.js';
import type { RepeatedCatapultsRow } from '../repeated-catapults.js';

/** Test error against alignment on the signs: after catapults, and after gradient descent from smaller starts. */
export function dissociation(
  phases: readonly RepeatedCatapultsRow[],
  scales: readonly InitialScaleRow[],
): Chart {
  const how = nominal('how');
  return {
    rows: [
      ...where(phases, { task: 'product of signs' }).map(({ test, alignment, catapults }) => ({
        test,
        alignment,
        how: 'catapults',
        amount: catapults,
      })),
      ...where(scales, { batch: 128 }).map(({ test, alignment, scale }) => ({
        test,
        alignment,
        how: 'smaller start',
        amount: scale,
      })),
    ],
    spec: {
      height: 300,
      mark: { type: 'point', tooltip: true, opacity: 0.8 },
      encoding: {
        x: { field: 'alignment', type: 'quantitative', scale: { zero: false }, title: 'AGOP alignment' },
        y: quantitative('test', 'test error'),
        color: how,
        shape: how,
      },
    },
  };
}
