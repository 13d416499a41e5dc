/** What the charts of notebook 03 share. */

import { nominal, quantitative, type Channel } from '../../../report/channels.js';

/** The x axis of a run. */
export const steps: Channel = quantitative('step', 'step');

/** The colour of a learning rate. */
export const rateColor: Channel = {
  field: 'ratio',
  type: 'ordinal',
  title: 'r = η/η_crit',
  scale: { scheme: 'viridis', reverse: true },
};

/** The colour of a batch size. */
export const sizeColor: Channel = {
  field: 'batch',
  type: 'ordinal',
  title: 'batch size',
  scale: { scheme: 'viridis' },
};

/** The colour of a task. */
export const taskColor: Channel = nominal('task');

/** Batch sizes as an axis of names. */
export const sizes: Channel = {
  field: 'batch',
  type: 'ordinal',
  title: 'batch size',
  axis: { labelAngle: 0 },
};

/** The AGOP alignment, on an axis that need not start at zero. */
export const alignment: Channel = quantitative('alignment', 'AGOP alignment', { scale: { zero: false } });

/** A log axis that ends where the data end. */
export function logarithmic(field: string, title: string | null, format: string, tickCount = 5): Channel {
  const scale = { type: 'log', nice: false };
  return { field, type: 'quantitative', scale, title, axis: { format, tickCount } };
}

/** The parts of a loss: a colour and a dash each. */
export const lossParts: { color: Channel; strokeDash: Channel } = {
  color: nominal('part', { sort: null }),
  strokeDash: nominal('part', { sort: null }),
};
