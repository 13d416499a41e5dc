import { createHash } from 'node:crypto';
import { DataError } from '../errors.js';
import type { DataFile } from './registry.js';

/** Bytes and the checksum that they were found to have. */
export interface Verified {
  bytes: Uint8Array;
  sha256: string;
}

/** `bytes` with their checksum, which must be that of one of the versions. */
export function verified(bytes: Uint8Array, versions: DataFile[], what: string): Verified {
  const sizes = [...new Set(versions.map((version) => version.bytes))];
  if (bytes.length < Math.min(...sizes)) {
    throw new DataError(
      'truncated',
      `${what} is truncated: it has ${bytes.length} of ${sizes.join(' or ')} bytes`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!versions.some((version) => version.sha256 === sha256)) {
    throw new DataError(
      'corrupt',
      `${what} is corrupt: its sha256 is ${sha256.slice(0, 12)}..., not ${versions.map((v) => `${v.sha256!.slice(0, 12)}...`).join(' or ')}`,
    );
  }
  return { bytes, sha256 };
}
