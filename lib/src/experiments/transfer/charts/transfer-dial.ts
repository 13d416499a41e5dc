import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';

const steps = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** The law of translation against the share of target samples, under a slider for the distance of the tasks. */
export function transferDial(): Chart {
  const input = { input: 'range', min: 0, max: 2, step: 0.125, name: '|W_s - W_t|² / |W_t|² ' };
  const rows = [0, 0.25, 0.5, 0.75, 1].flatMap((share) =>
    steps(17).flatMap((k) => steps(11).map((j) => law(share, k / 8, j / 10))),
  );
  return {
    rows,
    spec: {
      params: [{ name: 'eps', value: 0.5, bind: input }],
      height: 260,
      transform: [{ filter: 'abs(datum.distance - eps) < 0.01' }],
      mark: { type: 'line', tooltip: true },
      encoding: {
        x: quantitative('n', 'n_t / d'),
        y: quantitative('risk', 'mean risk over |W_t|²', { scale: { domain: [0, 2] } }),
        color: { field: 'source', type: 'ordinal', title: null, sort: null, scale: { scheme: 'viridis' } },
      },
    },
  };
}

type DialRow = { source: string; distance: number; n: number; risk: number };

function law(share: number, distance: number, n: number): DialRow {
  return { source: `n_s = ${share} d`, distance, n, risk: (1 - n) * (1 - share + share * distance) };
}
