import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { FeatureAlignmentRow } from '../feature-alignment.js';
import { modelColor, steps } from './marks.js';

const dashes = {
  domain: [0.9, 1.4],
  range: [
    [2, 2],
    [1, 0],
  ],
};

/** Loss and AGOP alignment by step, medians over seeds: the colour is the model, the dash the learning rate. */
export function features(rows: readonly FeatureAlignmentRow[]): Chart {
  return {
    rows,
    spec: {
      hconcat: [
        panel('loss', 'training loss', { type: 'log', domain: [1e-4, 100] }),
        panel('alignment', 'AGOP alignment', { zero: false }),
      ],
    },
  };
}

function panel(field: string, title: string, scale: object): object {
  const axis = { format: '~g', tickCount: 6 };
  return {
    width: 265,
    height: 240,
    mark: { type: 'line', clip: true },
    encoding: {
      x: steps,
      y: quantitative(field, title, { aggregate: 'median', scale, axis }),
      color: modelColor,
      strokeDash: { field: 'ratio', type: 'nominal', title: 'r', scale: dashes },
    },
  };
}
