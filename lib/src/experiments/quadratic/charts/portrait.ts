import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import { where } from '../../summary.js';
import type { MapRegimesRow } from '../map-regimes.js';

const slider = { input: 'range', min: 1, max: 4.1, step: 0.1, name: 'ηλ₀ ' };

/** Paths of the map in the plane of v and u, one of them chosen by a slider, with lines at v = 2 and 4. */
export function portrait(rows: readonly MapRegimesRow[]): Chart {
  const path = {
    x: quantitative('v', 'v = ηλ', { scale: { domain: [0, 4.2] } }),
    y: quantitative('u', 'u', {
      scale: { type: 'log', domain: [1e-6, 10] },
      axis: { format: '~e', tickCount: 6 },
    }),
    order: { field: 'step' },
  };
  const others = {
    mark: { type: 'line', clip: true, color: '#8c959f', opacity: 0.35, strokeWidth: 1 },
    encoding: { ...path, detail: { field: 'v0' } },
  };
  const lines = [2, 4].map((v) => ({
    mark: { type: 'rule', strokeDash: [4, 3] },
    encoding: { x: { datum: v } },
  }));
  const chosen = {
    transform: [{ filter: 'abs(datum.v0 - start) < 0.01' }],
    mark: { type: 'line', clip: true, point: true, color: palette.blue },
    encoding: path,
  };
  return {
    rows: where(rows, { part: 'path' }),
    spec: {
      params: [{ name: 'start', value: 2.8, bind: slider }],
      height: 320,
      layer: [others, ...lines, chosen],
    },
  };
}
