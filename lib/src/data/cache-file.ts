import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { DataError } from '../errors.js';

/**
 * Writes the pieces to `file` so that the name only ever stands for the whole: a temporary file in the same folder,
 * synced, then renamed. `check` runs before the renaming; whatever fails, nothing is left behind.
 */
export async function writeCacheFile(
  file: string,
  what: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  check: () => void = () => {},
): Promise<void> {
  const folder = path.dirname(file);
  const part = path.join(
    folder,
    `.${path.basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}.part`,
  );
  const onDisk = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw diskError(error as NodeJS.ErrnoException, folder, what);
    }
  };
  await onDisk(makeFolder(folder));
  const handle = await onDisk(fs.open(part, 'wx'));
  try {
    try {
      for await (const piece of pieces) await onDisk(handle.writeFile(piece));
      check();
      await onDisk(handle.sync());
    } finally {
      await handle.close();
    }
    await onDisk(fs.rename(part, file));
  } catch (error) {
    await fs.rm(part, { force: true });
    throw error;
  }
}

/** Makes the folder and those above it. Not mkdir's `recursive`: it hides EROFS, and never returns below /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await fs.mkdir(folder).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again;
    });
  }
}

function diskError(error: NodeJS.ErrnoException, folder: string, what: string): DataError {
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG';
  return full
    ? new DataError(
        'disk-full',
        `${what}: no space left in the cache ${folder} (${error.code}); free some, or set DATA_CACHE to another folder`,
      )
    : new DataError(
        'read-only',
        `${what}: the cache ${folder} cannot be written (${error.code ?? error.message}); set DATA_CACHE to a writable folder`,
      );
}
