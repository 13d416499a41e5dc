import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import { ink } from '../../../report/theme.js';
import type { StretchingLawRow } from '../stretching-law.js';

/** Drift of what gradient flow conserves, and the top singular value, along runs that differ in rate and momentum. */
export function conservation(rows: readonly StretchingLawRow[]): Chart {
  const time = quantitative('time', 'time', logAxis());
  return {
    rows: rows
      .filter((row) => row.step > 0)
      .map(({ learningRate, momentum, time, mode, value, formula, drift }) => ({
        run: `rate ${learningRate}${momentum > 0 ? `, momentum ${momentum}` : ''}`,
        time,
        mode: mode + 1,
        value,
        formula,
        drift,
      })),
    spec: {
      hconcat: [
        {
          width: 260,
          height: 230,
          transform: [{ filter: 'datum.mode == 1 && datum.drift > 0' }],
          mark: { type: 'line', tooltip: true },
          encoding: {
            x: time,
            y: quantitative('drift', 'relative drift of BBᵀ - AᵀA', logAxis()),
            color: nominal('run', { sort: null, legend: { orient: 'bottom', columns: 1 } }),
          },
        },
        {
          width: 260,
          height: 230,
          transform: [{ filter: 'datum.mode == 1' }],
          layer: [
            {
              mark: { type: 'line', tooltip: true },
              encoding: {
                x: time,
                y: quantitative('value', 'top singular value of B', { scale: { zero: false } }),
                color: nominal('run', { sort: null }),
              },
            },
            {
              transform: [{ filter: "datum.run == 'rate 0.002'" }],
              mark: { type: 'line', color: ink, strokeDash: [4, 3] },
              encoding: { x: quantitative('time', ''), y: quantitative('formula', '') },
            },
          ],
        },
      ],
    },
  };
}
