import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Row } from '../../../report/row.js';
import type { LoopOpenedRow } from '../loop-opened.js';
import { singularValue } from '../measures.js';
import { logarithmic } from './marks.js';

/** The first three singular values of Zₜ at the iterations that are shown. */
export function leadingSingularValues(rows: readonly LoopOpenedRow[]): Row[] {
  return [...new Set(rows.map((row) => row.t))].map((t) => ({
    t,
    'σ₁': singularValue(rows, t, 1),
    'σ₂': singularValue(rows, t, 2),
    'σ₃': singularValue(rows, t, 3),
  }));
}

const withIteration = { field: 't', header: { title: null, labelExpr: "'t = ' + datum.value" } };
const bare = { field: 't', header: { title: null, labels: false } };

/** Zₜ and Gₜ as heat maps above the spectrum of Zₜ, one column an iteration. */
export function loopOpened(rows: readonly LoopOpenedRow[]): Chart {
  return {
    rows,
    spec: {
      vconcat: [
        heatMaps('z', 3, withIteration, 'Predictor Zₜ'),
        heatMaps('g', 0.05, bare, 'AGOP Gₜ, over its largest entry, clipped at 0.05'),
        spectra,
      ],
    },
  };
}

function heatMaps(field: string, end: number, column: object, text: string): object {
  const scale = { scheme: 'blueorange', domain: [-end, end], clamp: true };
  return {
    transform: [{ filter: "datum.part == 'entry'" }],
    title: { text, fontSize: 12 },
    facet: { column },
    spec: {
      width: 100,
      height: 100,
      mark: { type: 'rect', aria: false },
      encoding: {
        color: { field, type: 'quantitative', legend: null, scale },
        x: { field: 'j', type: 'ordinal', axis: null },
        y: { field: 'i', type: 'ordinal', axis: null },
      },
    },
  };
}

const spectra = {
  transform: [{ filter: "datum.part == 'spectrum'" }],
  title: { text: 'Singular values of Zₜ', fontSize: 12 },
  facet: { column: bare },
  spec: {
    width: 100,
    height: 110,
    mark: { type: 'point', size: 14 },
    encoding: {
      x: quantitative('j', 'index'),
      y: logarithmic('z', 'singular value', [1e-4, 100]),
    },
  },
};
