import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { BilinearPsnrRow } from '../bilinear.js';

const KERNELS = ['nearest', 'bilinear, exact', 'bilinear, as released'];

/** PSNR of three kernels on the drawn pictures, one panel a prior. */
export function bilinearPsnr(rows: readonly BilinearPsnrRow[]): Chart {
  const encoding = {
    y: { field: 'picture', type: 'nominal', title: null },
    x: { field: 'psnr', type: 'quantitative', scale: { zero: false }, title: 'PSNR in dB' },
    yOffset: { field: 'kernel', type: 'nominal', sort: KERNELS },
    color: {
      field: 'kernel',
      type: 'nominal',
      title: null,
      sort: KERNELS,
      scale: { domain: KERNELS, range: [palette.grey, palette.blue, palette.vermillion] },
    },
  };
  return {
    rows,
    spec: {
      facet: {
        field: 'prior',
        type: 'nominal',
        title: null,
        header: { labelExpr: "datum.value + ' prior'" },
      },
      columns: 2,
      spacing: 20,
      spec: {
        width: 250,
        height: 190,
        mark: { type: 'point', size: 70, filled: false, strokeWidth: 2, opacity: 0.9, tooltip: true },
        encoding,
      },
    },
  };
}
