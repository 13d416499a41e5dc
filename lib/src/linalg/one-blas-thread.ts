import { backend } from './engine.js';

/** `work` with BLAS on one thread: for threads of our own, which call it side by side. */
export function oneBlasThread<T>(work: () => T): T {
  const engine = backend();
  const threads = engine.threads();
  engine.setThreads(1);
  try {
    return work();
  } finally {
    // 0: the library keeps the number to itself.
    if (threads > 0) engine.setThreads(threads);
  }
}
