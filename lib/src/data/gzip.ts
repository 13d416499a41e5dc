import { gunzipSync } from 'node:zlib';
import { DataError } from '../errors.js';
import { firstBytes } from './zip.js';

const LIMIT = 2 ** 31 - 1;

/** The decompressed bytes; zlib checks length and CRC-32. */
export function gunzip(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    throw new DataError('format', `${what}: begins with ${firstBytes(bytes)}; a gzip file begins with 1f 8b`);
  }
  try {
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes, { maxOutputLength: LIMIT });
    // A plain array: a Buffer's slice() would be a view.
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw new DataError('format', `${what}: is not a whole gzip file (${(error as Error).message})`);
  }
}
