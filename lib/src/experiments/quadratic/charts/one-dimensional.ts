import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import type { Seeded } from '../../../report/row.js';
import type { OneDimensionalRow } from '../one-dimensional-directions.js';
import { steps } from './marks.js';

const rateColor = { field: 'rate', type: 'nominal', title: 'η', sort: null };

/** Loss and both eigenvalues by step at the rates that do not diverge, a row of panels a model; seed 0. */
export function oneDimensional(rows: readonly Seeded<OneDimensionalRow>[]): Chart {
  return {
    rows: rows
      .filter((row) => row.seed === 0 && row.diverged === 0)
      .filter((row) => row.model !== 'two scalar maps' && row.rate !== '4.4/λ₁'),
    spec: { vconcat: [panelsOf('quadratic model'), panelsOf('network')] },
  };
}

function panelsOf(model: string): object {
  const ratio = { domain: [0, 1.1] };
  return {
    title: { text: model, fontSize: 12.5 },
    transform: [{ filter: `datum.model == '${model}'` }],
    hconcat: [
      panel('loss', 'loss', { type: 'log' }),
      panel('lambda1', 'λ₁ over its start', ratio),
      panel('lambda2', 'λ₂ over its start', ratio),
    ],
  };
}

function panel(field: string, title: string, scale: object): object {
  const mark = { type: 'line', tooltip: true };
  const encoding = { x: steps, y: quantitative(field, title, { scale }), color: rateColor };
  return { width: 165, height: 200, mark, encoding };
}
