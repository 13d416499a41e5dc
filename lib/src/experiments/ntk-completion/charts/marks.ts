/** What the charts of notebook 09 share. */

import type { Channel } from '../../../report/channels.js';
import { pictureMark } from '../../../report/picture-mark.js';
import { pictureUrl } from '../../../report/picture-url.js';
import type { Layer } from '../../../report/seed-band.js';
import { colorScale } from '../../../report/theme.js';

/** Methods for pictures, in the order of their colours. */
export const pictureMethods: readonly string[] = ['CNTK', 'biharmonic', 'harmonic', 'nearest pixel'];

/** The colour channel of those methods. */
export const methodColor: Channel = {
  field: 'method',
  type: 'nominal',
  title: null,
  scale: colorScale(pictureMethods),
};

/** PSNR on an axis that need not hold 0. */
export const psnrAxis = (title: string): Channel => ({
  field: 'psnr',
  type: 'quantitative',
  title,
  scale: { zero: false },
});

/** Decibels of a completion as its caption; a space where there are none, which a figure's CSV can carry. */
export const decibels = (psnr: number): string => (psnr > 0 ? `${psnr.toFixed(1)} dB` : ' ');

/** A picture of `size` points with the text of a field below it. */
export function captioned(size: number, field: string): Layer[] {
  const caption = {
    mark: { type: 'text', baseline: 'top', fontSize: 12 },
    encoding: { text: { field, type: 'nominal' }, x: { value: size / 2 }, y: { value: size + 4 } },
  };
  return [{ ...pictureMark(size) }, caption];
}

export interface PictureRow {
  panel: string;
  side: number;
  pixels: string;
}

/** A row of pictures for a figure. */
export const pictureRow = ({ panel, side, pixels }: PictureRow): { panel: string; url: string } => ({
  panel,
  url: pictureUrl(pixels, side),
});
