/** What the charts of notebook 04 share. */

import { nominal, quantitative, type Channel } from '../../../report/channels.js';

/** Rounds of an RFM from left to right. */
export const rounds: Channel = { field: 'round', type: 'ordinal', title: 'round', axis: { labelAngle: 0 } };

/** R² on fresh points over a fixed range. */
export function r2OnFreshPoints(field: string, from: number): Channel {
  return quantitative(field, 'R² on fresh points', { scale: { domain: [from, 1] } });
}

/** A colour channel: its names in this order, each with its colour. */
export function colorOf(field: string, hues: Record<string, string>): Channel {
  return nominal(field, { scale: { domain: Object.keys(hues), range: Object.values(hues) } });
}

/** The title of one of several panels. */
export function panelTitle(text: string): object {
  return { text, fontSize: 12.5 };
}

/** Filled points that tell their values. */
export function dots(size: number): object {
  return { type: 'point', filled: true, size, tooltip: true };
}
