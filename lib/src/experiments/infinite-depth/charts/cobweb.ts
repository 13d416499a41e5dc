import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Layer } from '../../../report/seed-band.js';
import { ink, palette } from '../../../report/theme.js';
import type { CobwebRow } from '../cobweb.js';
import { dashedDiagonal } from './marks.js';

const TITLES: Record<string, string> = {
  'x² - 1': 'x² - 1: 1-NN',
  'opt 2': 'opt 2: singular kernel',
  'x²': 'x²: majority',
  'exp(-x²/2)': 'exp(-x²/2): majority, with a ridge',
};

const position = { x: quantitative('x', 'ξ'), y: quantitative('y', 'D(ξ)') };
const only = (part: CobwebRow['part']): object[] => [{ filter: `datum.part == '${part}'` }];

const path = (part: CobwebRow['part'], mark: object): Layer => ({
  transform: only(part),
  mark: { type: 'line', ...mark },
  encoding: { ...position, order: { field: 'order', type: 'quantitative' } },
});

const spot = (part: CobwebRow['part'], mark: object): Layer => ({
  transform: only(part),
  mark: { type: 'point', ...mark },
  encoding: position,
});

/** The walk ξ <- D(ξ) between curve and diagonal, one panel an activation. */
export function cobweb(rows: readonly CobwebRow[]): Chart {
  const tangent = { color: palette.amber, strokeWidth: 4, opacity: 0.8 };
  const layer = [
    dashedDiagonal(1),
    path('D', { color: ink, strokeWidth: 2 }),
    path('slope a', tangent),
    path('slope b', tangent),
    path('walk', { color: palette.blue, strokeWidth: 1.2 }),
    spot('A²', { shape: 'diamond', filled: true, size: 90, color: palette.vermillion, opacity: 1 }),
    spot('fixed point', { filled: true, size: 70, color: palette.vermillion, opacity: 1, tooltip: true }),
  ];
  return {
    rows: rows.map((row) => ({ ...row, activation: TITLES[row.activation] })),
    spec: {
      facet: nominal('activation', { sort: Object.values(TITLES) }),
      columns: 2,
      spec: { width: 240, height: 210, layer },
    },
  };
}
