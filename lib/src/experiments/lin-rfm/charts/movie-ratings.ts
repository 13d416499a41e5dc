import type { Chart } from '../../../report/chart.js';
import { colorScale } from '../../../report/theme.js';
import type { MovieRow } from '../movie-ratings.js';

const scale = colorScale(['row and column bias', 'nuclear norm', 'lin-RFM']);

/** Test error in stars, a point for each method. */
export function movieRatings(rows: readonly MovieRow[]): Chart {
  const title = 'test RMSE (stars)';
  return {
    rows,
    spec: {
      height: 150,
      mark: { type: 'point', size: 140, tooltip: true },
      encoding: {
        x: { field: 'test', type: 'quantitative', title, scale: { zero: false, padding: 30 } },
        y: { field: 'method', type: 'nominal', title: null, sort: scale.domain },
        color: { field: 'method', type: 'nominal', legend: null, scale },
      },
    },
  };
}
