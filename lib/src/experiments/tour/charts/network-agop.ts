import type { Chart } from '../../../report/chart.js';
import type { AgopRow } from '../../tour.js';
import { agopColor } from './marks.js';

/** The AGOP of a network as a heat map, before and after training. */
export function networkAgop(rows: readonly AgopRow[]): Chart {
  return {
    rows,
    spec: {
      mark: { type: 'rect', tooltip: true },
      width: 230,
      height: 230,
      encoding: {
        column: { field: 'stage', title: null, sort: ['before training', 'after training'] },
        x: { field: 'j', type: 'ordinal', title: 'coordinate', axis: { labelAngle: 0 } },
        y: { field: 'i', type: 'ordinal', title: 'coordinate' },
        color: agopColor,
      },
    },
  };
}
