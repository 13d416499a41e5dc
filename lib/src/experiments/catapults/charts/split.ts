import type { Chart } from '../../../report/chart.js';
import type { OneCatapultRow } from '../one-catapult.js';
import { logarithmic, lossParts, steps } from './marks.js';

/** The loss of one run by step, whole and split by the eigenvectors of the tangent kernel; its first 40 steps. */
export function split(run: readonly OneCatapultRow[]): Chart {
  return {
    rows: run
      .filter((row) => row.step <= 40)
      .flatMap(({ step, loss, top1, top5, rest }) => [
        { step, part: 'whole loss', value: loss },
        { step, part: 'top eigenvector', value: top1 },
        { step, part: 'top 5', value: top5 },
        { step, part: 'the rest', value: rest },
      ])
      .filter((row) => row.value > 1e-7),
    spec: {
      height: 280,
      mark: { type: 'line', tooltip: true },
      encoding: { x: steps, y: logarithmic('value', 'mean squared loss', '~e', 6), ...lossParts },
    },
  };
}
