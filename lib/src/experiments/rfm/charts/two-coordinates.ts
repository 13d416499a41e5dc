import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import { palette } from '../../../report/theme.js';
import type { TwoCoordinatesRow } from '../two-coordinates.js';
import { r2OnFreshPoints, rounds } from './marks.js';

/** R² by round for each way to update M: the authors' draw beside draws of our own. */
export function twoCoordinates(
  own: readonly Seeded<TwoCoordinatesRow>[],
  drawn: readonly Seeded<TwoCoordinatesRow>[],
  { variants }: { variants: string[] },
): Chart {
  const range = [palette.grey, palette.blue, palette.sky, palette.vermillion];
  const scale = { domain: variants, range };
  return {
    rows: [
      ...own.map((row) => ({ ...row, seed: 0, panel: "the authors' draw, n = 2000" })),
      ...drawn.map((row) => ({ ...row, panel: 'three draws, n = 1000' })),
    ],
    spec: {
      facet: {
        column: { field: 'panel', title: null, header: { labelFontSize: 12.5, labelFontWeight: 600 } },
      },
      spec: {
        width: 330,
        height: 280,
        layer: seedBand({
          x: rounds,
          y: r2OnFreshPoints('testR2', -0.05),
          color: nominal('variant', { scale, legend: { columns: 2, labelLimit: 330 } }),
        }),
      },
    },
  };
}
