import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';
import type { StripsPixelRow, StripsRow } from '../strips.js';
import { rounds } from './marks.js';

/** The diagonal of M as a picture of the strip, beside accuracy by round for two ways to update M. */
export function strips(curves: readonly StripsRow[], pixels: readonly StripsPixelRow[]): Chart {
  return {
    rows: [
      ...curves.map((row) => ({ part: 'curve', ...row })),
      ...pixels.map((row) => ({ part: 'map', ...row })),
    ],
    spec: { hconcat: [picture, accuracy] },
  };
}

const picture = {
  width: 330,
  height: 150,
  transform: [{ filter: "datum.part == 'map'" }],
  mark: { type: 'rect', aria: false },
  encoding: {
    x: { field: 'column', type: 'ordinal', axis: null },
    y: { field: 'row', type: 'ordinal', axis: null },
    color: { field: 'diagonal', type: 'quantitative', legend: null, scale: { scheme: 'inferno' } },
  },
};

const accuracy = {
  width: 300,
  height: 200,
  transform: [{ filter: "datum.part == 'curve'" }],
  layer: seedBand({
    x: rounds,
    y: quantitative('accuracy', 'test accuracy', { scale: { zero: false } }),
    color: nominal('variant', { scale: { range: [palette.blue, palette.vermillion] } }),
  }),
};
