import type { Chart } from '../../../report/chart.js';
import { cntkPsnr, surfacePsnr } from '../measures.js';
import type { ReconstructionRow } from '../reconstruction.js';

/** Mean PSNR against the number of scales, one line a share of observed pixels; dashed the biharmonic surface. */
export function scales(rows: readonly ReconstructionRow[]): Chart {
  const encoding = {
    x: { field: 'scales', type: 'ordinal', title: 'scales s', axis: { labelAngle: 0 } },
    color: { field: 'observed', type: 'nominal', title: null, sort: null },
  };
  const networks = {
    mark: { type: 'line', point: true, tooltip: true },
    encoding: {
      y: { field: 'psnr', type: 'quantitative', scale: { zero: false }, title: 'mean PSNR in dB' },
    },
  };
  const surface = {
    mark: { type: 'line', strokeDash: [5, 4], strokeWidth: 1.5 },
    encoding: { y: { field: 'surface', type: 'quantitative' } },
  };
  return {
    rows: [0.5, 0.25, 0.1].flatMap((observed) =>
      [1, 2, 3, 4, 5].map((count) => ({
        observed: `${100 * observed} % observed`,
        scales: count,
        psnr: cntkPsnr(rows, count, observed),
        surface: surfacePsnr(rows, 'biharmonic', observed),
      })),
    ),
    spec: { width: 560, height: 280, encoding, layer: [networks, surface] },
  };
}
