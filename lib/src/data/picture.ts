import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { DataError } from '../errors.js';
import { toPlanes } from './images.js';
import type { Picture } from './ppm.js';
import { firstBytes } from './zip.js';

/** Reads an 8-bit PNG (grey, RGB; an alpha channel is kept) or a JPEG (RGB). */
export function readPicture(bytes: Uint8Array, what: string): Picture {
  const png = bytes[0] === 0x89 && bytes[1] === 0x50;
  if (!png && !(bytes[0] === 0xff && bytes[1] === 0xd8)) {
    throw new DataError(
      'format',
      `${what}: begins with ${firstBytes(bytes)}; a PNG begins with 89 50, a JPEG with ff d8`,
    );
  }
  try {
    return png ? readPng(bytes) : readJpeg(bytes);
  } catch (error) {
    throw new DataError(
      'format',
      `${what}: is not a whole ${png ? 'PNG' : 'JPEG'} (${(error as Error).message})`,
    );
  }
}

function readPng(bytes: Uint8Array): Picture {
  const { width, height, channels, depth, data, palette } = decodePng(bytes, { checkCrc: true });
  if (depth !== 8 || palette)
    throw new Error(`${palette ? 'palette' : `${depth} bits`}, expected 8 bits a channel`);
  return { width, height, channels, data: toPlanes(data as Uint8Array, { width, height, channels }) };
}

function readJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
  });
  return { width, height, channels: 3, data: toPlanes(data, { width, height, channels: 3 }) };
}
