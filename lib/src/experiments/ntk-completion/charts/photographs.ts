import { pictureUrl } from '../../../report/picture-url.js';
import type { PhotographsRow } from '../photographs.js';

/** Pictures one after the other as HTML, for `display`. */
export function photographs(rows: readonly PhotographsRow[]): { 'text/html': string } {
  const images = rows.map(({ side, pixels }) => `<img width="180" src="${pictureUrl(pixels, side)}">`);
  return { 'text/html': images.join(' ') };
}
