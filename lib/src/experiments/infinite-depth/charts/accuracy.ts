import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import type { Seeded } from '../../../report/row.js';
import { ink, palette } from '../../../report/theme.js';
import type { AccuracyRow } from '../accuracy.js';

const CLASSIFIERS: Record<string, string> = {
  Bayes: ink,
  Hilbert: palette.grey,
  '1-NN': palette.vermillion,
  'opt 1': palette.sky,
  'opt 2': palette.blue,
  'opt 4': palette.green,
  'opt 8': palette.purple,
};

/** Test accuracy against the number of training points, one panel a dimension; the mean over seeds. */
export function accuracy(rows: readonly Seeded<AccuracyRow>[]): Chart {
  return {
    rows: rows
      .filter((row) => row.classifier in CLASSIFIERS)
      .map((row) => ({
        d: `d = ${row.d}`,
        n: row.n,
        classifier: row.classifier,
        accuracy: row.accuracy,
        seed: row.seed,
      })),
    spec: {
      facet: nominal('d', { sort: null }),
      columns: 2,
      spec: {
        width: 240,
        height: 170,
        mark: { type: 'line', point: true, tooltip: true },
        encoding: {
          x: quantitative('n', 'training points', logTicks([100, 300, 1000, 3000, 10000], 'd')),
          y: { aggregate: 'mean', ...quantitative('accuracy', 'test accuracy', { scale: { zero: false } }) },
          color: nominal('classifier', {
            sort: null,
            scale: { domain: Object.keys(CLASSIFIERS), range: Object.values(CLASSIFIERS) },
          }),
        },
      },
      resolve: { scale: { y: 'independent' } },
    },
  };
}
