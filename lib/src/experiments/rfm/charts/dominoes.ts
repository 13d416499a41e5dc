import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { palette } from '../../../report/theme.js';
import type { DominoesRow } from '../dominoes.js';
import { colorOf, dots } from './marks.js';

const tests = {
  joint: 'as they are',
  digitShuffled: 'digits exchanged',
  gratingShuffled: 'gratings exchanged',
} as const;
const methods = {
  'Laplace kernel': palette.grey,
  'RFM, one round': palette.blue,
  network: palette.vermillion,
};

/** Accuracy of each method on dominoes as they are and with either half exchanged. */
export function dominoes(rows: readonly Seeded<DominoesRow>[]): Chart {
  const keys = Object.keys(tests) as (keyof typeof tests)[];
  return {
    rows: rows.flatMap((row) =>
      keys.map((key) => ({ method: row.method, test: tests[key], accuracy: row[key], seed: row.seed })),
    ),
    spec: {
      height: 220,
      mark: dots(90),
      encoding: {
        y: nominal('test', { sort: Object.values(tests) }),
        x: { field: 'accuracy', type: 'quantitative', scale: { domain: [0, 1] } },
        yOffset: { field: 'method' },
        color: colorOf('method', methods),
      },
    },
  };
}
