import path from 'node:path';
import type { Backend } from './backend.js';
import { chooseBackend } from './choose-backend.js';
import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import { portable } from './portable.js';

export interface EngineInfo {
  /** `native`: BLAS and LAPACK of a shared library. `portable`: WebAssembly and JavaScript alone. */
  engine: 'native' | 'portable';
  /** File name, or the package behind the portable engine. */
  library: string;
  version: string;
  /** Processor kernels that the library uses. */
  core: string;
  /** 0 where the library keeps its number of threads to itself (Accelerate). */
  threads: number;
  /** The backend of TensorFlow.js, `not started` as long as nothing has asked for it. */
  tensorflow: string;
}

// Chosen once, when the first function of linalg is imported.
const chosen: Backend = chooseBackend();
let current: Backend = chosen;
let tensorflow = 'not started';

/** The engine in use. */
export function backend(): Backend {
  return current;
}

/**
 * Engine, library, version, processor kernels and threads in use, and TensorFlow.js's backend.
 * @example
 * ```ts
 * ['native', 'portable'].includes(engineInfo().engine); // true
 * ```
 */
export function engineInfo(): EngineInfo {
  const { engine, library, version, core } = current;
  return { engine, library: path.basename(library), version, core, threads: current.threads(), tensorflow };
}

/** For `tensorflow()` alone, which comes later than the engine and may never come: what it has started. */
export function noteTensorflow(backend: string): void {
  tensorflow = backend;
}

/**
 * Sets the engine's number of threads. Results change at rounding level only: a sum may be split elsewhere.
 * The portable engine has one thread, and Accelerate chooses its own: there this does nothing.
 * @throws InputError if `threads` is no integer of at least 1.
 * @example
 * ```ts
 * const { threads } = engineInfo();
 * setThreads(1);
 * matmul(identity(2), identity(2)); // [[1, 0], [0, 1]]
 * setThreads(Math.max(threads, 1));
 * ```
 */
export function setThreads(threads: number): void {
  checkInteger('setThreads', 'threads', threads, 1);
  current.setThreads(threads);
}

/** Changes the engine from here on: for tests, and to compare the two. Work under way ends where it began. */
export function useEngine(engine: 'native' | 'portable'): void {
  if (engine === 'portable') current = portable;
  else if (engine === chosen.engine) current = chosen;
  else
    throw new InputError(
      'useEngine',
      'engine',
      `is ${String(engine)}`,
      'no such engine was found at start-up',
    );
}
