import { createRequire } from 'node:module';
import type { ForeignLibrary } from './foreign.js';
import type { Real } from './real.js';

/** What is used of koffi, which calls functions of shared libraries. */
export interface Koffi {
  load(file: string): ForeignLibrary;
  address(array: Real): bigint;
  config(): Record<string, number>;
  config(settings: Record<string, number>): void;
}

// Koffi runs calls on stacks of its own, of 2 MiB and 128 KiB: threaded LU of OpenBLAS needs more, and would crash.
const STACK = 8 * 2 ** 20;

/**
 * Koffi with stacks that OpenBLAS can live with, which must be set before the first library is loaded. Throws without
 * it.
 */
export function loadKoffi(): Koffi {
  const koffi = createRequire(__filename)('koffi') as Koffi;
  const now = koffi.config();
  if (now.sync_stack_size < STACK || now.async_stack_size < STACK)
    koffi.config({ ...now, sync_stack_size: STACK, async_stack_size: STACK });
  return koffi;
}
