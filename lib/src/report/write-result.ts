import path from 'node:path';
import { InputError } from '../errors.js';
import { writeAtomic } from './write-atomic.js';

/** Writes a file of the figures folder; where that fails, the error says what to do. */
export function writeResult(fn: string, what: string, file: string, content: string | Uint8Array): void {
  try {
    writeAtomic(file, content);
  } catch (error) {
    const problem = `cannot be written: ${(error as Error).message}`;
    throw new InputError(fn, what, problem, `make ${path.dirname(file)} writable, or set FIGURES_DIR`);
  }
}
