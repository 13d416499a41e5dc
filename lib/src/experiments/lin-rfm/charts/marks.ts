/** What the charts of notebook 01 share. */

import { nominal, type Channel } from '../../../report/channels.js';
import { logScale } from '../../../report/log-scale.js';
import { colorScale } from '../../../report/theme.js';

/** A field of numbers on a log axis with readable ticks; what lies outside of `domain` is drawn at its end. */
export function logarithmic(field: string, title: string, domain?: [number, number]): Channel {
  const limits = domain && { scale: { type: 'log', domain, clamp: true } };
  return { field, type: 'quantitative', ...logScale, ...limits, title };
}

/** The colour channel of these methods, in this order. */
export function methodColor(methods: readonly string[]): Channel {
  return nominal('method', { scale: colorScale(methods), legend: { columns: 2 } });
}

/** The title of one of several panels. */
export function panelTitle(text: string): object {
  return { text, fontSize: 12.5 };
}
