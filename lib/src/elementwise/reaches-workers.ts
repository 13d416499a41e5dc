import type { Real } from '../linalg/real.js';

/** Whether a message hands `array` to a worker as it is: V8 copies private ones, and cuts sizes to 32 bits. */
export function reachesWorkers({ buffer }: Real): boolean {
  return buffer instanceof SharedArrayBuffer && buffer.byteLength < 2 ** 32;
}
