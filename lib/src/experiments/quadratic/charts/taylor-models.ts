import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { OneExampleModelsRow } from '../one-example-models.js';
import { modelColor, models, steps } from './marks.js';

const dashes = {
  domain: models,
  range: [
    [1, 0],
    [6, 3],
    [2, 2],
  ],
};

/** Loss by step in panels by learning rate, one line a model; the first 40 steps of seed 0. */
export function taylorModels(rows: readonly Seeded<OneExampleModelsRow>[]): Chart {
  const shown = (row: Seeded<OneExampleModelsRow>): boolean => row.seed === 0 && row.step <= 40;
  return {
    rows: rows.filter((row) => shown(row) && row.loss > 1e-12 && [1.5, 2.2, 3].includes(row.v0)),
    spec: {
      facet: { column: { field: 'v0', type: 'nominal', title: 'ηλ₀' } },
      spec: {
        width: 175,
        height: 230,
        mark: { type: 'line', tooltip: true, clip: true },
        encoding: {
          x: steps,
          y: {
            field: 'loss',
            type: 'quantitative',
            scale: { type: 'log', domain: [1e-10, 1e4] },
            axis: { format: '~e', tickCount: 7 },
          },
          color: modelColor,
          strokeDash: nominal('model', { scale: dashes }),
        },
      },
    },
  };
}
