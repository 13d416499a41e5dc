import type { Chart } from '../../../report/chart.js';
import { most, where } from '../../summary.js';
import type { Coefficients, DeepDiagonalRow, SparseRow } from '../sparse-curve.js';
import { logarithmic, methodColor, panelTitle } from './marks.js';

const sparsest = 'lin-RFM, α = 1/2';
const convex = ['lin-RFM, α = 1/4', 'lin-RFM, α = 1/3', sparsest, 'basis pursuit'];
const networks = [sparsest, 'deep diagonal, L = 2', 'deep diagonal, L = 3', 'deep diagonal, L = 4'];

/** Share of problems that lin-RFM and basis pursuit recover, for two kinds of coefficients; errors of the networks. */
export function sparse(rows: readonly SparseRow[], diagonal: readonly DeepDiagonalRow[]): Chart {
  const larger = (depth: number): number => most(where(diagonal, { depth }).map((row) => row.start));
  return {
    rows: [
      ...rows.map((row) => ({ ...row, size: 'larger' })),
      ...diagonal.map((row) => ({ ...row, size: row.start === larger(row.depth) ? 'larger' : 'smaller' })),
    ],
    spec: {
      hconcat: [
        recovered('gaussian', 'Gaussian coefficients'),
        recovered('ones', 'all-ones coefficients'),
        networkErrors,
      ],
      resolve: { scale: { color: 'independent' } },
    },
  };
}

const panel = { width: 215, height: 260 };
const mark = { type: 'line', point: true, tooltip: true };
const samples = { field: 'n', type: 'quantitative', scale: { zero: false }, title: 'samples n' };

function recovered(values: Coefficients, title: string): object {
  return {
    title: panelTitle(title),
    ...panel,
    transform: [
      { filter: `datum.values == '${values}' && indexof(datum.method, 'deep') < 0` },
      { calculate: 'datum.error <= 1e-3', as: 'exact' },
    ],
    mark,
    encoding: {
      x: samples,
      color: methodColor(convex),
      y: {
        aggregate: 'mean',
        field: 'exact',
        type: 'quantitative',
        title: 'share of trials recovered',
        axis: { format: '%' },
      },
    },
  };
}

const ofNetworks = `indexof(datum.method, 'deep') == 0 || datum.method == '${sparsest}'`;

const networkErrors = {
  title: panelTitle('networks, Gaussian coefficients'),
  ...panel,
  transform: [
    { filter: `datum.values == 'gaussian' && (${ofNetworks})` },
    { calculate: 'max(datum.error, 1e-6)', as: 'shown' },
  ],
  mark,
  encoding: {
    x: samples,
    y: { ...logarithmic('shown', 'median relative error'), aggregate: 'median' },
    color: methodColor(networks),
    strokeDash: {
      field: 'size',
      type: 'nominal',
      title: 'start',
      sort: ['larger', 'smaller'],
      legend: { columns: 2 },
    },
  },
};
