import path from 'node:path';
import { InputError } from '../errors.js';
import { writeAtomic } from './write-atomic.js';

/** Writes a file of the figures folder; where that fails, the error says what to do. */
export function writeResult(fn: string, what: string, file: string, content: string | Uint8Array): void {
  try {
    writeAtomic(file, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    const mend = full ? 'free some space' : `make ${path.dirname(file)} writable`;
    throw new InputError(fn, what, `cannot be written: ${message}`, `${mend}, or set FIGURES_DIR`);
  }
}
