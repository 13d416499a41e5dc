import { extract } from 'tar-stream';
import { DataError } from '../errors.js';
import { gunzip } from './gzip.js';

/** The files of a .tar.gz archive that `wanted` accepts, by name in the archive's order. */
export async function untarGz(
  bytes: Uint8Array,
  what: string,
  wanted: (name: string) => boolean = () => true,
): Promise<Map<string, Uint8Array>> {
  const tar = gunzip(bytes, what);
  const files = new Map<string, Uint8Array>();
  const archive = extract();
  archive.end(Buffer.from(tar.buffer, tar.byteOffset, tar.byteLength));
  try {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      if (type !== 'file' || !wanted(name)) {
        entry.resume();
        continue;
      }
      const pieces: Uint8Array[] = [];
      for await (const piece of entry) pieces.push(piece as Uint8Array);
      files.set(name, Buffer.concat(pieces));
    }
  } catch (error) {
    throw new DataError('format', `${what}: is not a whole tar archive (${(error as Error).message})`);
  }
  if (files.size === 0)
    throw new DataError('format', `${what}: holds none of the files that are expected in it`);
  return files;
}
