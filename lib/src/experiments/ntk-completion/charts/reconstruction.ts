import type { Chart } from '../../../report/chart.js';
import { groupBy, meanOf, where } from '../../summary.js';
import type { ReconstructionRow } from '../reconstruction.js';
import { methodColor, pictureMethods, psnrAxis } from './marks.js';

/** PSNR of four methods at half of the pixels, the CNTK with four scales; one row a photograph, the best at the top. */
export function reconstruction(rows: readonly ReconstructionRow[]): Chart {
  const pictures = [...groupBy(where(rows, { observed: 0.5 }), 'picture')];
  return {
    rows: pictures.flatMap(([picture, own]) =>
      pictureMethods.map((method) => ({
        picture,
        method,
        psnr: meanOf(own, 'psnr', { method, scales: method === 'CNTK' ? 4 : 0 }),
      })),
    ),
    spec: {
      height: 320,
      mark: { type: 'point', size: 80, opacity: 1, tooltip: true },
      encoding: {
        y: {
          field: 'picture',
          type: 'nominal',
          title: null,
          sort: { field: 'psnr', op: 'max', order: 'descending' },
        },
        x: psnrAxis('PSNR in dB (64 x 64, whole picture)'),
        color: methodColor,
      },
    },
  };
}
