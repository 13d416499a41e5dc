import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { groupBy, where } from '../../summary.js';
import { accuracyAt } from '../measures.js';
import type { SignProjectionRow } from '../sign-projection.js';

/** Heat map of the gain by projection, by source classes and target examples. */
export function phases(rows: readonly SignProjectionRow[]): Chart {
  // The baseline knows no source: it has one row for all of them.
  const projected = where(rows, { method: 'projected' });
  const [classes, sizes] = [groupBy(projected, 'sourceClasses'), groupBy(projected, 'n')].map((groups) =>
    [...groups.keys()].sort((a, b) => a - b),
  );
  return {
    rows: classes.flatMap((sourceClasses) =>
      sizes.map((n) => ({
        classes: String(sourceClasses),
        n: String(n),
        gain: accuracyAt(projected, { sourceClasses, n }) - accuracyAt(rows, { method: 'baseline', n }),
      })),
    ),
    spec: {
      height: 220,
      width: 360,
      mark: { type: 'rect', tooltip: true },
      encoding: {
        x: { field: 'n', type: 'ordinal', title: 'target examples', sort: null, axis: { labelAngle: 0 } },
        y: { field: 'classes', type: 'ordinal', title: 'source classes', sort: null },
        color: quantitative('gain', 'gain in accuracy', {
          scale: { scheme: 'redblue', domain: [-0.6, 0.6] },
        }),
      },
    },
  };
}
