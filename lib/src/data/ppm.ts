import { DataError } from '../errors.js';
import { toPlanes } from './images.js';
import { firstBytes } from './zip.js';

/** One image: `data` is `(channels, height, width)`, values 0 to 255. */
export interface Picture {
  width: number;
  height: number;
  channels: number;
  data: Uint8Array;
}

/** Reads a binary PPM (P6, 8 bits a channel); comments may stand anywhere in its header. */
export function readPpm(bytes: Uint8Array, what: string): Picture {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x36) {
    throw new DataError(
      'format',
      `${what}: begins with ${firstBytes(bytes, 2)}; a binary PPM begins with 50 36 (P6)`,
    );
  }
  let at = 2;
  const number = (field: string): number => {
    for (;;) {
      while (isSpace(bytes[at])) at++;
      if (bytes[at] !== 0x23) break;
      while (at < bytes.length && bytes[at] !== 0x0a) at++;
    }
    let value = 0;
    const start = at;
    for (; bytes[at] >= 0x30 && bytes[at] <= 0x39; at++) value = 10 * value + bytes[at] - 0x30;
    if (at === start) throw new DataError('format', `${what}: has no ${field} in its PPM header`);
    return value;
  };
  const width = number('width');
  const height = number('height');
  const maximum = number('maximum');
  if (maximum !== 255) throw new DataError('format', `${what}: has maximum ${maximum}; expected 255`);
  const pixels = bytes.subarray(at + 1);
  if (pixels.length !== 3 * width * height || pixels.length === 0) {
    throw new DataError(
      'format',
      `${what}: has ${pixels.length} pixel bytes; ${width}x${height} needs ${3 * width * height}`,
    );
  }
  return { width, height, channels: 3, data: toPlanes(pixels, { width, height, channels: 3 }) };
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
