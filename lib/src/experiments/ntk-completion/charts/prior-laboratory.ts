import type { Chart } from '../../../report/chart.js';
import { pictureUrl } from '../../../report/picture-url.js';
import type { PriorLaboratoryRow } from '../prior-laboratory.js';
import { captioned, decibels } from './marks.js';

/** Priors in rows; in columns the prior, a slice of its kernel and two completions with their PSNR. */
export function priorLaboratory(rows: readonly PriorLaboratoryRow[]): Chart {
  const row = {
    field: 'prior',
    type: 'nominal',
    title: null,
    sort: ['stationary', 'noise', 'meshgrid', 'waves', 'identity'],
    header: { labelAngle: 0, labelAlign: 'left', labelPadding: 6 },
  };
  const column = {
    field: 'what',
    type: 'nominal',
    title: null,
    sort: ['prior', 'kernel slice', 'half of the pixels', 'half of the picture'],
  };
  return {
    rows: rows.map(({ prior, what, side, psnr, pixels }) => ({
      prior,
      what,
      note: decibels(psnr),
      url: pictureUrl(pixels, side),
    })),
    spec: {
      spacing: { row: 20, column: 8 },
      facet: { row, column },
      spec: { width: 118, height: 118, layer: captioned(118, 'note') },
    },
  };
}
