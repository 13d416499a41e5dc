import { stretch } from '../../../nets/autoencoders/stretch.js';
import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import { palette } from '../../../report/theme.js';
import { atEnd } from '../measures.js';
import type { StretchingLawRow } from '../stretching-law.js';

/** Final singular values of two runs on the curve b(s), beside every mode of the first run along its training. */
export function stretchingLaw(
  script: readonly StretchingLawRow[],
  anyStart: readonly StretchingLawRow[],
): Chart {
  const curve = Array.from({ length: 80 }, (_, k) => 4 * (k / 79)).map((s) => ({
    part: 'b(s)',
    s,
    b: stretch(s),
  }));
  const ends = (part: string, rows: readonly StretchingLawRow[]): typeof curve =>
    atEnd(rows).map(({ start, value }) => ({ part, s: start, b: value! }));
  const law = [...curve, ...ends('start XXᵀ/n', script), ...ends('random start', anyStart)];
  const course = script.filter((row) => row.step > 0);
  return {
    rows: [
      ...law.map((row) => ({ ...row, time: 0, value: 0, formula: 0, mode: 0 })),
      ...course.map(({ time, value, formula, mode }) => ({
        part: 'time',
        s: 0,
        b: 0,
        time,
        value,
        formula,
        mode: mode + 1,
      })),
    ],
    spec: { hconcat: [lawPanel, coursePanel], resolve: { scale: { color: 'independent' } } },
  };
}

const lawPanel = {
  width: 260,
  height: 260,
  layer: [
    {
      transform: [{ filter: "datum.part == 'b(s)'" }],
      mark: { type: 'line', color: palette.grey },
      encoding: {
        x: quantitative('s', 'singular value s at the start'),
        y: quantitative('b', 'at the end', { scale: { domain: [0.9, 4.1] } }),
      },
    },
    {
      transform: [{ filter: "datum.part == 'start XXᵀ/n' || datum.part == 'random start'" }],
      mark: { type: 'point', filled: true, size: 45, tooltip: true },
      encoding: {
        x: quantitative('s', ''),
        y: quantitative('b', ''),
        color: nominal('part', { legend: { orient: 'bottom' } }),
      },
    },
  ],
};

const coursePanel = {
  width: 270,
  height: 260,
  transform: [{ filter: "datum.part == 'time'" }],
  layer: [
    {
      mark: { type: 'line', color: palette.grey, strokeWidth: 1 },
      encoding: {
        x: quantitative('time', 'time (rate × step)', logAxis()),
        y: quantitative('formula', 'singular values of B'),
        detail: { field: 'mode' },
      },
    },
    {
      mark: { type: 'point', filled: true, size: 14, tooltip: true },
      encoding: {
        x: quantitative('time', ''),
        y: quantitative('value', ''),
        color: { field: 'mode', type: 'ordinal', title: 'mode', scale: { scheme: 'viridis' } },
      },
    },
  ],
};
