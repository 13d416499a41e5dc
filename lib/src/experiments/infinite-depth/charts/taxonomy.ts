import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { ClassesRow } from '../duals.js';

const CLASSES: Record<string, string> = {
  'majority vote': palette.grey,
  'majority vote, with a ridge': palette.purple,
  'nearest neighbour': palette.vermillion,
  'singular kernel': palette.blue,
};

/** Activations placed by a and b, coloured by the classifier of infinite depth: without a mean and with one. */
export function taxonomy(rows: readonly ClassesRow[]): Chart {
  const points = {
    mark: { type: 'point', filled: true, size: 60, tooltip: true },
    encoding: {
      x: quantitative('a', 'a = E[φ′]²', { scale: { domain: [-0.05, 1] } }),
      y: quantitative('b', 'b = E[φ′²]', { scale: { domain: [0, 3] } }),
      color: nominal('classifier', {
        scale: { domain: Object.keys(CLASSES), range: Object.values(CLASSES) },
      }),
      shape: nominal('centred'),
    },
  };
  return {
    rows: rows
      .filter((row) => !row.activation.startsWith('optimal'))
      .map((row) => ({
        ...row,
        alpha: row.alpha ?? 0,
        mean: row.meanSquared < 1e-9 ? 'A = 0' : 'A ≠ 0',
      })),
    spec: { facet: { column: nominal('mean') }, spec: { width: 265, height: 260, layer: [points] } },
  };
}
