import type { Matrix } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { PERMUTED_ROWS } from './permuted-tile.js';
import { runTiles, workerThreads } from './pool.js';
import { reachesWorkers } from './reaches-workers.js';

/**
 * Entries (i, j), i <= j < n, of out `(n, n)` <- A(order_i, order_j); the lower triangle is left as it is, shapes and
 * places are not checked. A row of A goes through a core's own cache, where it is read at random.
 */
export function permutedUpper(a: Matrix, order: ArrayLike<number>, out: Matrix): void {
  const { rows: n, precision } = out;
  const bytes = a.data.BYTES_PER_ELEMENT;
  const places = heap.int32(n);
  for (let i = 0; i < n; i++) places[i] = order[i];
  const space = heap.float64(Math.ceil((workerThreads() * (a.cols + n) * bytes) / 8));
  try {
    runTiles({
      kernel: precision === 'float64' ? 'picked64' : 'picked32',
      params: [],
      tiles: Math.ceil(n / PERMUTED_ROWS),
      permuted: { from: a.data, cols: a.cols, places, to: out.data, n, space: space.byteOffset },
      alone: ![a.data, out.data].every(reachesWorkers),
    });
  } finally {
    for (const array of [places, space]) heap.free(array);
  }
}
