import type { Chart } from '../../../report/chart.js';
import type { FacesRow } from '../faces.js';
import type { Seeded } from '../../../report/row.js';

const panels = ['a face', 'RFM: diag M', 'network: diag W₁ᵀW₁'];

/** For each attribute a face, and the diagonals of M and of W₁ᵀW₁ as pictures; of seed 0. */
export function faces(rows: readonly Seeded<FacesRow>[]): Chart {
  return {
    rows: rows.flatMap((row) => (row.part === 'pixel' && row.seed === 0 ? [row] : [])),
    spec: {
      facet: {
        column: { field: 'panel', sort: panels, title: null },
        row: { field: 'attribute', title: null },
      },
      spec: {
        width: 160,
        height: 160,
        mark: { type: 'rect', aria: false },
        encoding: {
          x: { field: 'x', type: 'ordinal', axis: null },
          y: { field: 'y', type: 'ordinal', axis: null },
          color: { field: 'color', type: 'nominal', scale: null },
        },
      },
    },
  };
}
