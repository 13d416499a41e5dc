import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import { where } from '../../summary.js';
import type { SingularityRow } from '../depth.js';

const SHOWN = ['opt 1', 'opt 2', 'opt 8', 'sine 6.135', 'erf'];

/** log ψ against δ, and beside it R(δ) over its first value: what remains when the power is taken out. */
export function singularity(rows: readonly SingularityRow[]): Chart {
  const panel = (y: object): object => ({
    width: 250,
    height: 240,
    mark: 'line',
    encoding: {
      x: quantitative('delta', 'δ', logAxis(undefined, 5)),
      y,
      color: nominal('activation', { sort: null }),
    },
  });
  return {
    rows: rows
      .filter((row) => SHOWN.includes(row.activation))
      .map(({ activation, delta, logPsi, r }) => ({
        activation,
        delta,
        logPsi: logPsi / Math.LN10,
        wave: r / where(rows, { activation })[0].r - 1,
      })),
    spec: {
      hconcat: [panel(quantitative('logPsi', 'log₁₀ ψ')), panel(quantitative('wave', 'R(δ)/R(10⁻¹²) - 1'))],
    },
  };
}
