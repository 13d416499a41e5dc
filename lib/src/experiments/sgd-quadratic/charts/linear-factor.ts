import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { diagonal } from '../../../report/diagonal.js';
import { palette } from '../../../report/theme.js';
import type { LinearFactorRow } from '../network.js';

/** Measured against predicted factor of an epoch, beside the diagonal. */
export function linearFactor(rows: readonly LinearFactorRow[]): Chart {
  const scale = { domain: [0, 0.8] };
  return {
    rows: rows.map(({ coherence, measured, predicted }) => ({
      coherence: String(coherence),
      measured,
      predicted,
    })),
    spec: {
      width: 260,
      height: 260,
      layer: [
        {
          mark: { type: 'point', filled: true, size: 80, tooltip: true },
          encoding: {
            x: quantitative('predicted', 'predicted factor', { scale }),
            y: quantitative('measured', 'measured factor', { scale }),
            color: nominal('coherence', { title: 'ρ' }),
          },
        },
        diagonal([0, 0.8], { strokeDash: [4, 3], color: palette.grey }),
      ],
    },
  };
}
