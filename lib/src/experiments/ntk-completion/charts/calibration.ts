import type { Chart } from '../../../report/chart.js';
import { diagonal } from '../../../report/diagonal.js';
import type { Seeded } from '../../../report/row.js';
import type { CalibrationRow } from '../uncertainty.js';

const percent = (field: string, title: string): object => ({
  field,
  type: 'quantitative',
  title,
  axis: { format: '%', tickCount: 5 },
});

/** Measured against nominal coverage of intervals, one line a picture and mask. */
export function calibration(rows: readonly Seeded<CalibrationRow>[]): Chart {
  const lines = {
    mark: { type: 'line', opacity: 0.35, strokeWidth: 1.5 },
    encoding: {
      x: percent('nominal', 'nominal coverage'),
      y: percent('measured', 'measured coverage'),
      detail: { field: 'run' },
      color: { field: 'kind', type: 'nominal', title: null },
    },
  };
  return {
    rows: rows.map(({ picture, kind, width, nominal, coverage, seed }) => ({
      run: `${picture} ${seed}`,
      kind,
      width,
      nominal,
      measured: coverage,
    })),
    spec: { width: 320, height: 300, layer: [lines, diagonal([0, 1], { strokeDash: [4, 4] })] },
  };
}
