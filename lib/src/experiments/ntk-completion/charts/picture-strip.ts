import type { Chart } from '../../../report/chart.js';
import { pictureMark } from '../../../report/picture-mark.js';
import { type PictureRow, pictureRow } from './marks.js';

export interface StripOptions {
  /** Side of a picture in points, and the space between two. */
  size: number;
  spacing: number;
}

/** Pictures side by side, in the order of their rows. */
export function pictureStrip(
  rows: readonly PictureRow[],
  { size, spacing }: StripOptions = { size: 150, spacing: 12 },
): Chart {
  const sort = rows.map(({ panel }) => panel);
  return {
    rows: rows.map(pictureRow),
    spec: {
      facet: { field: 'panel', type: 'nominal', title: null, sort },
      columns: sort.length,
      spacing,
      spec: { width: size, height: size, ...pictureMark(size) },
    },
  };
}
