import type { Chart } from '../../../report/chart.js';
import type { HolesRow } from '../holes.js';
import { methodColor, pictureMethods } from './marks.js';

/** PSNR within the hole: a group of bars a photograph, a bar a method. */
export function holes(rows: readonly HolesRow[]): Chart {
  return {
    rows: rows
      .filter((row) => row.method !== 'mean')
      .map((row) => ({ ...row, label: `${row.picture} (${(100 * row.hole).toFixed(0)} % missing)` })),
    spec: {
      width: 560,
      height: 260,
      mark: { type: 'bar', tooltip: true },
      encoding: {
        x: { field: 'label', type: 'nominal', title: null, axis: { labelAngle: 0 } },
        xOffset: { field: 'method', type: 'nominal', sort: pictureMethods },
        y: { field: 'psnr', type: 'quantitative', title: 'PSNR of the hole in dB' },
        color: methodColor,
      },
    },
  };
}
