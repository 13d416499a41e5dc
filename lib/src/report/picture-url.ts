import type * as Upng from 'upng-js';
import { InputError } from '../errors.js';
import { loadPackage } from '../load-package.js';

// Pixels of the screen that a side is drawn with at least: browsers would blur a smaller picture.
const SCREEN = 256;
const DIGITS = 6;

/**
 * A picture as a PNG in a data URL, for Vega-Lite's image mark: `pixels` are hexadecimal colours rrggbb, row by row without
 * separators, `width` of them in a row. Each is drawn as a square of whole screen pixels.
 * @throws InputError unless the text holds whole rows of such colours.
 */
export function pictureUrl(pixels: string, width: number): string {
  const fn = 'pictureUrl';
  const count = pixels.length / DIGITS;
  const height = count / width;
  if (!(Number.isInteger(height) && height > 0)) {
    const problem = `has ${pixels.length} digits`;
    throw new InputError(fn, 'pixels', problem, `give ${DIGITS} a pixel, and rows of ${width} pixels`);
  }
  if (!/^[0-9a-f]+$/i.test(pixels)) throw new InputError(fn, 'pixels', 'is not hexadecimal');
  const scale = Math.max(1, Math.ceil(SCREEN / width));
  const [w, h] = [width * scale, height * scale];
  const rgba = new Uint8Array(4 * w * h);
  for (let p = 0; p < w * h; p++) {
    const [r, c] = [Math.floor(Math.floor(p / w) / scale), Math.floor((p % w) / scale)];
    const from = (r * width + c) * DIGITS;
    const channel = (k: number): number => parseInt(pixels.slice(from + 2 * k, from + 2 * k + 2), 16);
    rgba.set([channel(0), channel(1), channel(2), 255], 4 * p);
  }
  const { encode } = loadPackage<typeof Upng>(fn, 'upng-js');
  return `data:image/png;base64,${Buffer.from(encode([rgba.buffer], w, h, 0)).toString('base64')}`;
}
