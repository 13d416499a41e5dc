/** What the charts of notebook 02 share. */

import { nominal, quantitative, type Channel } from '../../../report/channels.js';
import { pictureMark } from '../../../report/picture-mark.js';
import { pictureUrl } from '../../../report/picture-url.js';
import type { Spec } from '../../../report/figure.js';
import type { Direction } from '../directions.js';

/** Machines of the noise sweep, in the order of their colours. */
export const machines: readonly string[] = [
  'Deep ConvRFM',
  'ConvRFM',
  'CNTK',
  'Deep, isotropic filters',
  'CNN',
  'Laplace kernel',
];

/** Layers as an axis of names. */
export const layers: Channel = {
  field: 'layer',
  type: 'ordinal',
  title: 'layer',
  axis: { labelAngle: 0 },
};

/** The x axis of updates of S. */
export const updates: Channel = quantitative('round', 'updates', { axis: { tickMinStep: 1, tickCount: 5 } });

/** The x axis of noise. */
export const noise: Channel = quantitative('sigma', 'noise σ');

/** Test accuracy, on an axis that need not hold 0. */
export const testAccuracy: Channel = quantitative('accuracy', 'test accuracy, %', { scale: { zero: false } });

export type Tile = { panel: string; rank: string; url: string };

/** Eigenvectors u1, u2, ... of patches of this width, as pictures for one row of a figure. */
export function tiles(
  rows: readonly Pick<Direction, 'rank' | 'pixels'>[],
  width: number,
  panel: string,
): Tile[] {
  return rows.map((row) => ({ panel, rank: `u${row.rank}`, url: pictureUrl(row.pixels, width) }));
}

/** Tiles of `size` points, a row a panel and a column an eigenvector; `sort` orders the panels. */
export function tileGrid(
  size: number,
  { spacing = 10, sort }: { spacing?: number; sort?: string[] } = {},
): Spec {
  return {
    facet: { row: nominal('panel', sort && { sort }), column: nominal('rank') },
    spacing,
    spec: { width: size, height: size, ...pictureMark(size) },
  };
}
