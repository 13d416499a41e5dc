import type { Chart } from '../../../report/chart.js';
import { pictureUrl } from '../../../report/picture-url.js';
import type { DrawnCompletionRow } from '../drawn-completion.js';
import { captioned, decibels } from './marks.js';

/** Drawn pictures in rows; in columns what is known, two completions with their PSNR, and the truth. */
export function drawnCompletion(rows: readonly DrawnCompletionRow[]): Chart {
  const sort = ['observed', 'CNTK', 'biharmonic', 'truth'];
  return {
    rows: rows.map(({ picture, panel, side, psnr, pixels }) => ({
      picture,
      panel,
      dB: decibels(psnr),
      url: pictureUrl(pixels, side),
    })),
    spec: {
      spacing: { row: 22, column: 10 },
      facet: {
        row: { field: 'picture', type: 'nominal', title: null, sort: null, header: { labels: false } },
        column: { field: 'panel', type: 'nominal', title: null, sort },
      },
      spec: { width: 140, height: 140, layer: captioned(140, 'dB') },
    },
  };
}
