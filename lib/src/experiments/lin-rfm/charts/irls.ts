import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { where } from '../../summary.js';
import { linRfmName } from '../completion-curve.js';
import type { DescentRow, EquivalenceRow } from '../irls-equivalence.js';
import { logarithmic, methodColor } from './marks.js';

const color = methodColor(['lin-RFM, α = 1/4', 'lin-RFM, α = 1/3', 'lin-RFM, α = 1/2', 'lin-RFM, α = 1']);
const x = quantitative('t', 'iteration');

/** Differences of the iterates of lin-RFM and IRLS, beside the objective over its first value. */
export function irls(equal: readonly EquivalenceRow[], descent: readonly DescentRow[]): Chart {
  const first = ({ alpha, ridge }: DescentRow): number => where(descent, { alpha, ridge, t: 1 })[0].objective;
  return {
    rows: [
      ...where(equal, { routes: 'IRLS' }).map((row) => ({
        ...row,
        method: linRfmName(row.alpha),
        // A log axis has no zero.
        difference: Math.max(row.difference, 1e-17),
      })),
      ...descent.map((row) => ({
        ...row,
        method: linRfmName(row.alpha),
        relative: row.objective / first(row),
      })),
    ],
    spec: { hconcat: [differences, objectives] },
  };
}

const differences = {
  width: 330,
  height: 260,
  transform: [{ filter: 'isValid(datum.difference)' }],
  mark: { type: 'line', point: true, tooltip: true },
  encoding: { x, y: logarithmic('difference', 'largest difference from IRLS', [1e-17, 1e-9]), color },
};

const objectives = {
  width: 330,
  height: 260,
  transform: [{ filter: 'isValid(datum.relative)' }],
  mark: { type: 'line', tooltip: true },
  encoding: {
    x,
    y: quantitative('relative', 'J over its first value'),
    color,
    strokeDash: nominal('ridge', { title: 'ridge ρ' }),
  },
};
