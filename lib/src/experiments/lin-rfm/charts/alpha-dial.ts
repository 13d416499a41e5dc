import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { AlphaDialRow } from '../alpha-dial.js';
import { logarithmic, panelTitle } from './marks.js';

/** A slider over α with the penalty on a singular value, the singular values by iteration and the error curve. */
export function alphaDial(rows: readonly AlphaDialRow[], { start }: { start: number }): Chart {
  const slider = {
    name: 'alpha',
    value: start,
    bind: { input: 'range', min: 0, max: 1, step: 0.05, name: 'α ' },
  };
  return { rows, spec: { params: [slider], hconcat: [penalty, path, errors] } };
}

const panel = (title: string): object => ({ title: panelTitle(title), width: 215, height: 240 });

/** The rows of a part, at the chosen α. */
const chosen = (part: AlphaDialRow['part']): object[] => [
  { filter: `datum.part == '${part}' && abs(datum.alpha - alpha) < 0.01` },
];

const penalty = {
  ...panel('penalty on a singular value'),
  transform: chosen('penalty'),
  mark: { type: 'line', point: false, tooltip: true },
  encoding: {
    x: quantitative('x', 'singular value / √d'),
    y: quantitative('y', 'penalty, over its right end', { scale: { domain: [0, 1] } }),
  },
};

const path = {
  ...panel('singular values along the loop'),
  transform: chosen('path'),
  mark: { type: 'line', point: false, tooltip: true },
  encoding: {
    x: quantitative('x', 'iteration'),
    y: logarithmic('y', 'singular value', [1e-3, 100]),
    color: {
      field: 'index',
      type: 'ordinal',
      title: 'index',
      scale: { scheme: 'viridis' },
      legend: { direction: 'horizontal' },
    },
  },
};

const errorAxes = {
  x: quantitative('x', 'observed / degrees of freedom', { scale: { zero: false } }),
  y: logarithmic('y', 'relative error', [1e-5, 1.5]),
};

const errors = {
  ...panel('error'),
  layer: [
    {
      transform: [{ filter: "datum.part == 'error' " }],
      mark: { type: 'line', color: '#8c959f', opacity: 0.3, strokeWidth: 1 },
      encoding: { ...errorAxes, detail: { field: 'alpha' } },
    },
    {
      transform: chosen('error'),
      mark: { type: 'line', point: true, tooltip: true },
      encoding: { ...errorAxes, color: { value: palette.vermillion } },
    },
  ],
};
