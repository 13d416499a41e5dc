import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { SpectrumRow } from '../../tour.js';

/** Histogram of the eigenvalues, with the density of the Marchenko-Pastur law on top. */
export function gramSpectrum(rows: readonly SpectrumRow[]): Chart {
  const measured = {
    mark: { type: 'bar', opacity: 0.45, tooltip: true },
    encoding: {
      x: { field: 'from', type: 'quantitative', bin: 'binned', title: 'eigenvalue' },
      x2: { field: 'to' },
      y: { field: 'measured', type: 'quantitative', title: 'density', stack: null },
    },
  };
  const law = {
    mark: { type: 'line', interpolate: 'step-after', color: palette.vermillion },
    encoding: { x: { field: 'from', type: 'quantitative' }, y: { field: 'law', type: 'quantitative' } },
  };
  return { rows, spec: { layer: [measured, law] } };
}
