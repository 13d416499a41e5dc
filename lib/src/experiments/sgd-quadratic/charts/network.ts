import { nominal, quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logAxis } from '../../../report/log-axis.js';
import type { CoherenceRow } from '../network.js';
import { drawn } from './marks.js';

/** Residual of the network by epoch, one panel a coherence of the inputs. */
export function network(rows: readonly CoherenceRow[]): Chart {
  return {
    rows: rows.map(({ method, coherence, epoch, error }) => ({
      method,
      coherence: `ρ = ${coherence}`,
      epoch,
      error: drawn(error),
    })),
    spec: {
      facet: nominal('coherence', { sort: null }),
      columns: 2,
      spec: {
        width: 240,
        height: 165,
        mark: { type: 'line', point: true, tooltip: true },
        encoding: {
          x: quantitative('epoch', 'epoch'),
          y: quantitative('error', '‖f - y‖', logAxis([1e-15, 10])),
          color: nominal('method', { sort: null }),
        },
      },
    },
  };
}
