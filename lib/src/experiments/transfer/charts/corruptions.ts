import { nominal } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { seedBand } from '../../../report/seed-band.js';
import { groupBy, least, median, most, where } from '../../summary.js';
import type { TranslationRow } from '../translation.js';
import { counts, methodColor, testAccuracy } from './marks.js';

/** Test accuracy against target examples, one panel a corruption; the source, which has seen none, is a level. */
export function corruptions(rows: readonly TranslationRow[], ticks: number[]): Chart {
  const curves = rows.filter((row) => row.method !== 'source');
  const sizes = curves.map((row) => row.n);
  const ends = [least(sizes), most(sizes)];
  return {
    rows: [
      ...groupsOf(curves).flatMap((subsets) =>
        // All that the band shows of them.
        [least, median, most].map((of) => {
          const { corruption, method, n } = subsets[0];
          return { corruption, method, n, accuracy: of(subsets.map(({ accuracy }) => accuracy)) };
        }),
      ),
      ...where(rows, { method: 'source' }).flatMap(({ corruption, method, accuracy }) =>
        ends.map((n) => ({ corruption, method, n, accuracy })),
      ),
    ],
    spec: {
      facet: nominal('corruption', { sort: null }),
      columns: 4,
      spec: {
        width: 125,
        height: 120,
        layer: seedBand({
          x: counts('n', 'target examples', ticks),
          y: testAccuracy(),
          color: methodColor('baseline', 'translated', 'source'),
        }),
      },
    },
  };
}

/** The rows of each curve's point, one a subset. */
function groupsOf(rows: readonly TranslationRow[]): TranslationRow[][] {
  let groups = [[...rows]];
  for (const column of ['corruption', 'method', 'n'] as const)
    groups = groups.flatMap((group) => [...groupBy(group, column).values()]);
  return groups;
}
