import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import { seedBand } from '../../../report/seed-band.js';
import type { ExpressionRow, ViabilityRow } from '../drug-screen.js';
import { counts, methodColor } from './marks.js';

/** R² of expression by measured drugs, beside Pearson's r of viability by measured pairs. */
export function drugScreens(
  expression: readonly Seeded<ExpressionRow>[],
  viability: readonly Seeded<ViabilityRow>[],
): Chart {
  return {
    rows: [
      // What is far below the mean of the cell would flatten the curves.
      ...expression
        .filter((row) => row.r2 > -0.2)
        .map(({ method, measured, r2, seed }) => ({
          panel: 'expression',
          method,
          n: measured,
          value: r2,
          seed,
        })),
      ...viability.map(({ method, n, pearson, seed }) => ({
        panel: 'viability',
        method,
        n,
        value: pearson,
        seed,
      })),
    ],
    spec: {
      hconcat: [
        panel('expression', { x: 'measured drugs a cell line', y: 'R² over genes' }, [1, 4, 16, 64, 110]),
        panel('viability', { x: 'measured pairs', y: 'Pearson’s r' }, [20, 80, 320, 1280]),
      ],
    },
  };
}

function panel(name: string, title: { x: string; y: string }, ticks: number[]): object {
  return {
    title: { text: name, fontSize: 12.5 },
    width: 260,
    height: 220,
    transform: [{ filter: `datum.panel == '${name}'` }],
    layer: seedBand({
      x: counts('n', title.x, ticks),
      y: quantitative('value', title.y),
      color: methodColor('baseline', 'projected', 'translated', 'source', 'mean of the cell'),
    }),
  };
}
