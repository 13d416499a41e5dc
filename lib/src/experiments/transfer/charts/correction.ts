import { nominal, quantitative, type Channel } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { CorrectionRow } from '../correction.js';

/** Outputs by class of source, correction and sum, one row an image, beside the parts of the nearest examples. */
export function correction(rows: readonly CorrectionRow[]): Chart {
  const outputs = rows.filter((row) => row.what !== 'example').map((row) => bar('outputs', row));
  const examples = rows.filter((row) => row.what === 'example').map((row) => bar('examples', row));
  const image = nominal('image', { sort: null });
  const what = nominal('what', { sort: ['source', 'correction', 'sum'] });
  const axis = { labelAngle: 0 };
  const rank: Channel = { field: 'rank', type: 'ordinal', title: 'nearest target examples', axis };
  return {
    rows: [...outputs, ...examples],
    spec: {
      hconcat: [
        bars('outputs', { row: image, column: what }, nominal('at', { title: 'class', axis })),
        bars('examples', { row: image }, rank),
      ],
    },
  };
}

type Bar = {
  panel: string;
  image: string;
  what: string;
  at: string;
  rank: number;
  value: number;
  own: boolean;
};

function bar(panel: string, { image, truth, what, label, rank, value }: CorrectionRow): Bar {
  const at = String(label);
  return { panel, image: `image ${image}: a ${truth}`, what, at, rank, value, own: label === truth };
}

function bars(panel: string, facet: object, x: Channel): object {
  const scale = { domain: [true, false], range: [palette.green, '#b6bcc2'] };
  return {
    transform: [{ filter: `datum.panel == '${panel}'` }],
    facet,
    spec: {
      width: 120,
      height: 75,
      mark: { type: 'bar', tooltip: true },
      encoding: {
        x,
        y: quantitative('value', 'output'),
        color: nominal('own', { title: 'true class', scale }),
      },
    },
  };
}
