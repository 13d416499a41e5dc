import { nominal, type Channel } from '../../../report/channels.js';
import { ink, palette } from '../../../report/theme.js';

/** Nine methods are more than the palette has colours: ink and brown are this notebook's own. */
const methodHues: Record<string, string> = {
  'SGD, adaptive step': palette.blue,
  'Newton-Schulz': ink,
  'with replacement': palette.sky,
  'right step': palette.green,
  Kaczmarz: palette.vermillion,
  'gradient descent': palette.grey,
  'SGD, fixed rate': palette.amber,
  AdaGrad: palette.purple,
  Adam: '#8c6d31',
  'columns, half steps': palette.amber,
  'columns, full steps': palette.blue,
};

/** The colour channel of these methods, in this order. */
export function methodColor(methods: readonly string[], more: object = {}): Channel {
  const scale = { domain: [...methods], range: methods.map((method) => methodHues[method]) };
  return nominal('method', { scale, ...more });
}

/** An error on a log axis, which has no zero: what is below rounding is drawn at 1e-15. */
export function drawn(error: number): number {
  return Math.max(error, 1e-15);
}
