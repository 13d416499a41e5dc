import { quantitative } from '../../../report/channels.js';
import type { Chart } from '../../../report/chart.js';
import { logTicks } from '../../../report/log-axis.js';
import { palette } from '../../../report/theme.js';
import type { Row } from '../../../report/row.js';
import { accuracyAt } from '../measures.js';
import type { AccuracyRow } from '../accuracy.js';

/** The exponent of each singular kernel. */
const ALPHAS: Record<string, number> = { 'opt 1': 0.5, 'opt 2': 1, 'opt 4': 2, 'opt 8': 4, erf: 0.444 };

const only = (what: string): object[] => [{ filter: `datum.what == '${what}'` }];

/**
 * Accuracy at the largest training set against α, Hilbert's estimate at d/2; the dimension is chosen, first `start`.
 */
export function accuracyDial(rows: readonly AccuracyRow[], { start }: { start: number }): Chart {
  const options = [...new Set(rows.map((row) => row.d))];
  const at = (d: number, classifier: string, alpha: number, what: string): Row => ({
    d,
    alpha,
    classifier,
    accuracy: accuracyAt(rows, d, classifier),
    what,
  });
  const kernels = {
    transform: only('singular kernel'),
    mark: { type: 'line', point: true, tooltip: true, color: palette.blue },
    encoding: {
      x: quantitative('alpha', 'α', logTicks([0.5, 1, 2, 4])),
      y: quantitative('accuracy', 'test accuracy', { scale: { zero: false } }),
    },
  };
  const estimate = {
    transform: only('Hilbert estimate'),
    mark: {
      type: 'point',
      shape: 'diamond',
      filled: true,
      size: 120,
      color: palette.vermillion,
      tooltip: true,
    },
    encoding: { x: quantitative('alpha', ''), y: quantitative('accuracy', '') },
  };
  return {
    rows: options.flatMap((d) => [
      ...Object.entries(ALPHAS).map(([name, alpha]) => at(d, name, alpha, 'singular kernel')),
      at(d, 'Hilbert', d / 2, 'Hilbert estimate'),
    ]),
    spec: {
      params: [{ name: 'dim', value: start, bind: { input: 'select', options, name: 'dimension d ' } }],
      height: 240,
      transform: [{ filter: 'datum.d == dim' }],
      layer: [kernels, estimate],
    },
  };
}
