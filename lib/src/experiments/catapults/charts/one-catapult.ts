import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { OneCatapultRow } from '../one-catapult.js';
import { logarithmic, rateColor, steps } from './marks.js';

/** The loss by step, beside λ_max over its start, one line a learning rate; the first 60 steps of seed 0. */
export function oneCatapult(rows: readonly (OneCatapultRow & { seed: number })[]): Chart {
  const panel = { width: 265, height: 250 };
  const mark = { type: 'line', tooltip: true };
  const loss = {
    ...panel,
    transform: [{ filter: 'datum.loss > 1e-6' }],
    mark,
    encoding: { x: steps, y: logarithmic('loss', 'training loss', '~e', 6), color: rateColor },
  };
  const kernel = {
    ...panel,
    mark,
    encoding: { x: steps, y: quantitative('sharpness', 'λ_max over its start'), color: rateColor },
  };
  return {
    // Of the three rates below 1 two are enough.
    rows: rows.filter((row) => row.step <= 60 && row.seed === 0 && row.ratio !== 0.95),
    spec: { hconcat: [loss, kernel] },
  };
}
