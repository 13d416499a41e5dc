import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { palette } from '../../../report/theme.js';
import type { StepperRow, StepperSettings } from '../stepper.js';
import { panelTitle } from './marks.js';

/** M, level curves of the kernel, the spectrum of M and the error, at a round and a setting that are chosen. */
export function stepper(rows: readonly StepperRow[], { rounds, settings }: StepperSettings): Chart {
  const options = settings.map((one) => one.name);
  const round = { input: 'range', min: 0, max: rounds, step: 1, name: 'round ' };
  const params = [
    { name: 'round', value: 2, bind: round },
    { name: 'setting', value: options[0], bind: { input: 'select', options, name: 'setting ' } },
  ];
  return { rows, spec: { params, hconcat: [metric, levels, spectrum, error] } };
}

/** A panel of the rows of a part, at the chosen setting. */
function panel(part: StepperRow['part'], text: string, width: number, more: string): object {
  const filter = `datum.part == '${part}' && datum.setting == setting${more}`;
  return { transform: [{ filter }], height: 230, width, title: panelTitle(text) };
}

const atRound = ' && datum.round == round';
const index = { type: 'ordinal', axis: { labelAngle: 0 } };
const share = { scale: { domain: [0, 1] } };

const metric = {
  ...panel('metric', 'M over its largest entry', 170, atRound),
  mark: { type: 'rect', tooltip: true },
  encoding: {
    x: { field: 'j', title: null, ...index },
    y: { field: 'i', type: 'ordinal', title: null },
    color: {
      field: 'value',
      type: 'quantitative',
      legend: null,
      scale: { scheme: 'blueorange', domain: [-1, 1] },
    },
  },
};

const span = { scale: { domain: [-3, 3] } };

const levels = {
  ...panel('level', 'equal kernel value around the origin', 230, atRound),
  mark: { type: 'line', clip: true, color: palette.blue },
  encoding: {
    x: quantitative('value', 'x₀', span),
    y: quantitative('y', 'x₁', span),
    order: { field: 'i' },
    detail: { field: 'j' },
  },
};

const spectrum = {
  ...panel('spectrum', 'spectrum of M', 120, atRound),
  mark: { type: 'bar', tooltip: true, color: palette.blue },
  encoding: {
    x: { field: 'i', title: 'index', ...index },
    y: quantitative('value', 'eigenvalue / largest', share),
  },
};

const error = {
  ...panel('error', 'R² on fresh points', 150, ''),
  mark: { type: 'line', point: true },
  encoding: {
    x: { field: 'round', title: 'round', ...index },
    y: { field: 'value', type: 'quantitative', title: null, ...share },
    opacity: { condition: { test: 'datum.round <= round', value: 1 }, value: 0.25 },
  },
};
