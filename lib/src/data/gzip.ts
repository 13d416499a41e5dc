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
    return gunzipSync(bytes, { maxOutputLength: LIMIT });
  } catch (error) {
    throw new DataError('format', `${what}: is not a whole gzip file (${(error as Error).message})`);
  }
}
