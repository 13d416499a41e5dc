import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { RatingPriorsRow } from '../rating-priors.js';

/** Error of each prior: splits as points, their mean as a tick. */
export function ratingPriors(rows: readonly Seeded<RatingPriorsRow>[]): Chart {
  const encoding = {
    y: { field: 'prior', type: 'nominal', title: null, sort: null },
    x: {
      field: 'rmse',
      type: 'quantitative',
      scale: { zero: false },
      title: 'RMSE in stars, three splits',
    },
  };
  const splits = { mark: { type: 'point', tooltip: true, opacity: 0.7 } };
  const means = {
    mark: { type: 'tick', thickness: 3, size: 18 },
    encoding: { x: { aggregate: 'mean', field: 'rmse', type: 'quantitative' } },
  };
  return { rows, spec: { height: 170, encoding, layer: [splits, means] } };
}
