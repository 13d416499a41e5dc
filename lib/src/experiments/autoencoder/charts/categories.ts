import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import { where } from '../../summary.js';
import type { WordStretchRow } from '../word-stretch.js';
import { shortCategory } from './marks.js';

/** Mean cosine of each relation before stretching, after degree 2, and in the limit. */
export function categories(rows: readonly WordStretchRow[]): Chart {
  return {
    rows: where(rows, { part: 'category', degree: 2 }).map(
      ({ category, original, cosine, limit, count }) => ({
        category: shortCategory(category),
        original,
        stretched: cosine,
        limit,
        count,
      }),
    ),
    spec: {
      height: { step: 20 },
      encoding: { y: nominal('category', { sort: { field: 'limit', order: 'descending' } }) },
      layer: [
        {
          mark: { type: 'rule', color: '#c8ced4' },
          encoding: {
            x: quantitative('original', 'mean cosine', { scale: { domain: [-0.4, 1] } }),
            x2: { field: 'stretched' },
          },
        },
        points('original', { filled: true, size: 55, color: '#8c959f' }),
        points('stretched', { filled: true, size: 55, color: palette.blue }),
        points('limit', { shape: 'cross', size: 55, color: palette.vermillion }),
      ],
    },
  };
}

function points(field: string, look: object): object {
  return { mark: { type: 'point', ...look, tooltip: true }, encoding: { x: quantitative(field, '') } };
}
