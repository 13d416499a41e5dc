import { nominal, quantitative, type Channel } from '../../../report/channels.js';
import { logTicks } from '../../../report/log-axis.js';
import { palette } from '../../../report/theme.js';

const methodHues: Record<string, string> = {
  baseline: palette.vermillion,
  projected: palette.blue,
  translated: palette.green,
  source: palette.grey,
  'mean of the cell': palette.purple,
};

/** The colour channel of these methods, in this order. */
export function methodColor(...methods: string[]): Channel {
  return nominal('method', {
    scale: { domain: methods, range: methods.map((method) => methodHues[method]) },
  });
}

/** A field of counts on a log axis, labelled at these values. */
export function counts(field: string, title: string, values: number[]): Channel {
  return quantitative(field, title, logTicks(values, 'd'));
}

/** The channel of test accuracies, over `domain` if one is given. */
export function testAccuracy(domain?: [number, number]): Channel {
  return quantitative('accuracy', 'test accuracy', domain && { scale: { domain } });
}
