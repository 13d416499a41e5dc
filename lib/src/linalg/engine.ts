import type { Backend } from './backend.js';
import { chooseBackend } from './choose-backend.js';
import { checkInteger } from '../check.js';

export interface EngineInfo {
  /** `native`: BLAS and LAPACK of a shared library. `portable`: WebAssembly and JavaScript alone. */
  engine: 'native' | 'portable';
  library: string;
  version: string;
  /** Processor kernels that the library uses. */
  core: string;
  threads: number;
}

// Chosen once, when the first function of linalg is imported.
let current: Backend = chooseBackend();

/** The engine in use. */
export function backend(): Backend {
  return current;
}

/** Engine, library, version, processor kernels and threads in use. */
export function engineInfo(): EngineInfo {
  const { engine, library, version, core } = current;
  return { engine, library, version, core, threads: current.threads() };
}

/**
 * Sets the engine's number of threads. Results change at rounding level only: a sum may be split elsewhere.
 * The portable engine has one thread, and Accelerate chooses its own: there this does nothing.
 */
export function setThreads(threads: number): void {
  checkInteger('setThreads', 'threads', threads, 1);
  current.setThreads(threads);
}

/** Runs `body` on the given engine: for tests, and for the check of a library against the portable engine. */
export async function withEngine<T>(engine: Backend, body: () => T | Promise<T>): Promise<T> {
  const before = current;
  current = engine;
  try {
    return await body();
  } finally {
    current = before;
  }
}
