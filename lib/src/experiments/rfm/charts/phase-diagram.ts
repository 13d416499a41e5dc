import type { Chart } from '../../../report/chart.js';
import { ink } from '../../../report/theme.js';
import type { PhaseRow } from '../nfa-phase-diagram.js';

const measures = { 'Pearson with AGOP^(1/2)': 'pearsonRoot', 'at the start': 'startPearsonRoot' } as const;

/** The ansatz in the first layer by start scale and weight decay, after training and at the start: two heat maps. */
export function phaseDiagram(rows: readonly PhaseRow[]): Chart {
  const scale = { scheme: 'blues', domain: [0, 1], clamp: true };
  return {
    rows: rows
      .filter((row) => row.layer === 1)
      .flatMap((row) =>
        Object.entries(measures).map(([measure, field]) => ({
          measure,
          scale: row.initScale,
          decay: row.weightDecay,
          value: row[field],
        })),
      ),
    spec: {
      facet: { column: { field: 'measure', title: null, sort: Object.keys(measures) } },
      spec: {
        width: 240,
        height: 170,
        layer: [
          {
            mark: { type: 'rect', tooltip: true },
            encoding: { ...axes, color: { field: 'value', type: 'quantitative', title: null, scale } },
          },
          { mark: { type: 'text' }, encoding: { ...axes, text: { field: 'value', format: '.2f' }, color } },
        ],
      },
    },
  };
}

const axes = {
  x: { field: 'scale', type: 'ordinal', title: 'start, × default', axis: { labelAngle: 0 } },
  y: { field: 'decay', type: 'ordinal', title: 'weight decay', sort: 'descending' },
};

/** Of the numbers: white on dark cells. */
const color = { condition: { test: 'datum.value > 0.6', value: 'white' }, value: ink };
