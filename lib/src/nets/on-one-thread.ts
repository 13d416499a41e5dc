import { oneBlasThread } from '../linalg/one-blas-thread.js';

// Multiplications of a product up to which the threads of BLAS wait for each other longer than one of them works.
const ONE_THREAD = 2 ** 23;

/** `work`, with BLAS on one thread if `multiplications`, those of its largest product, are few. */
export function onOneThread<T>(multiplications: number, work: () => T): T {
  return multiplications > ONE_THREAD ? work() : oneBlasThread(work);
}
