import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { FiniteWidthRow } from '../finite-width.js';
import { dashedDiagonal } from './marks.js';

/** Entries of the tangent kernel of random networks against those of infinite width. */
export function finiteWidth(rows: readonly FiniteWidthRow[]): Chart {
  const entries = {
    mark: { type: 'point', filled: true, size: 45, tooltip: true },
    encoding: {
      x: quantitative('theory', 'infinite width'),
      y: quantitative('measured', 'width 1500, mean of 30'),
      color: nominal('activation'),
    },
  };
  return {
    rows: rows.map(({ activation, theory, measured }) => ({ activation, theory, measured })),
    spec: { width: 300, height: 300, layer: [entries, dashedDiagonal(4)] },
  };
}
