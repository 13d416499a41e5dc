import { InputError } from '../errors.js';
import { encodePng } from './encode-png.js';
import { indexedPicture } from './indexed-picture.js';

// Pixels of the screen that a side is drawn with at least: browsers would blur a smaller picture.
const SCREEN = 256;
const DIGITS = 6;

/**
 * A picture as a PNG in a data URL, for Vega-Lite's image mark: `pixels` are hexadecimal colours rrggbb, row by row
 * without separators, `width` of them in a row. Each is drawn as a square of whole screen pixels.
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
  const digits = Buffer.from(pixels, 'hex');
  const { palette, index } = indexedPicture(
    Uint32Array.from({ length: count }, (_, p) => digits.readUIntLE(3 * p, 3)),
  );
  const side = width * scale;
  const scaled = new Uint32Array(side * height * scale);
  for (let row = 0; row < height; row++) {
    const start = row * scale * side;
    for (let column = 0; column < width; column++) {
      const at = start + column * scale;
      scaled.fill(index[row * width + column], at, at + scale);
    }
    for (let copy = 1; copy < scale; copy++) scaled.copyWithin(start + copy * side, start, start + side);
  }
  const png = encodePng({ palette, index: scaled }, side);
  return `data:image/png;base64,${png.toString('base64')}`;
}
