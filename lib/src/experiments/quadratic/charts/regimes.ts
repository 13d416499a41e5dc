import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { MapRegimesRow } from '../map-regimes.js';
import { steps } from './marks.js';

const starts = [1.5, 2.5, 3.5, 4.1];

/** The loss of the map in its own unit, by step: one line a start. */
export function regimes(rows: readonly MapRegimesRow[]): Chart {
  return {
    rows: rows
      .filter(({ part, v0, step }) => part === 'path' && starts.includes(v0) && step <= 60)
      .map((row) => ({ ...row, regime: regimeOf(row.v0) })),
    spec: {
      height: 280,
      mark: { type: 'line', tooltip: true, clip: true },
      encoding: {
        x: steps,
        y: quantitative('u', 'u = γη²e²', {
          scale: { type: 'log', domain: [1e-12, 100] },
          axis: { format: '~e', tickCount: 7 },
        }),
        color: nominal('regime', { sort: null }),
      },
    },
  };
}

function regimeOf(v0: number): string {
  if (v0 < 2) return `monotone: ηλ₀ = ${v0}`;
  return v0 < 4 ? `catapult: ηλ₀ = ${v0}` : `divergence: ηλ₀ = ${v0}`;
}
