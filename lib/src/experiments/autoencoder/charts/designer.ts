import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { ink, palette } from '../../../report/theme.js';
import type { StretchDesignerRow } from '../alignment-in-time.js';
import { shortCategory } from './marks.js';

/** Mean cosine of each relation at a stretch that the reader picks, ticks where it is without. */
export function designer(rows: readonly StretchDesignerRow[]): Chart {
  const options = [...new Set(rows.map((row) => row.stretch))];
  const bind = { input: 'select', options, name: 'stretch of the top direction ' };
  const color = { domain: ['relation', 'similarity'], range: [palette.blue, palette.vermillion] };
  return {
    rows: rows.map(({ stretch, category, value, what, start }) => ({
      stretch,
      category: shortCategory(category),
      value,
      what: what as string,
      start,
    })),
    spec: {
      params: [{ name: 'b', value: 10, bind }],
      height: { step: 20 },
      encoding: { y: nominal('category', { sort: null }) },
      layer: [
        {
          transform: [{ filter: 'datum.stretch == b' }],
          mark: { type: 'bar', tooltip: true, height: 12 },
          encoding: {
            x: quantitative('value', 'mean cosine, or correlation', { scale: { domain: [-0.4, 1] } }),
            color: nominal('what', { scale: color }),
          },
        },
        {
          transform: [{ filter: 'datum.stretch == 1' }],
          mark: { type: 'tick', color: ink, thickness: 2, height: 14 },
          encoding: { x: quantitative('value', '') },
        },
      ],
    },
  };
}
