import { unzipSync } from 'fflate';
import { DataError } from '../errors.js';

/** The members of a zip archive that `wanted` accepts, by name in the archive's order. */
export function unzip(
  bytes: Uint8Array,
  what: string,
  wanted: (name: string) => boolean = () => true,
): Map<string, Uint8Array> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new DataError(
      'format',
      `${what}: begins with ${firstBytes(bytes)}; a zip archive begins with 50 4b`,
    );
  }
  try {
    return new Map(
      Object.entries(unzipSync(bytes, { filter: ({ name }) => wanted(name) && !name.endsWith('/') })),
    );
  } catch (error) {
    throw new DataError('format', `${what}: is not a whole zip archive (${(error as Error).message})`);
  }
}

/** The first bytes in hexadecimal, for messages. */
export function firstBytes(bytes: Uint8Array, count = 4): string {
  if (bytes.length === 0) return 'nothing';
  return Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
