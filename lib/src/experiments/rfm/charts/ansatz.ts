import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { AnsatzBar } from '../measures.js';

/** Three correlations a weight, side by side, one column a network. */
export function ansatz(bars: readonly AnsatzBar[]): Chart {
  const domain: AnsatzBar['score'][] = ['trained', 'at the start', 'WᵀW against its start'];
  const range = [palette.blue, palette.amber, palette.grey];
  return {
    rows: bars,
    spec: {
      mark: { type: 'bar', tooltip: true },
      width: { step: 11 },
      height: 220,
      encoding: {
        column: { field: 'network', title: null, header: { labelFontSize: 12 } },
        x: nominal('weight', { sort: null, axis: { labelAngle: -40 } }),
        xOffset: { field: 'score', sort: domain },
        y: quantitative('value', 'Pearson correlation', { scale: { domain: [0, 1], clamp: true } }),
        color: { field: 'score', title: null, scale: { domain, range } },
      },
      resolve: { scale: { x: 'independent' } },
    },
  };
}
