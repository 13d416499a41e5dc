import type { Matrix, Real } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { runTiles, workerThreads } from './pool.js';
import { reachesWorkers } from './reaches-workers.js';
import { rowSteps } from './row-tile.js';

/**
 * Runs a kernel of lib/assembly/points.ts over the rows of a matrix, and those of `to`, of the same shape and
 * precision.
 */
export function runRows(name: string, params: number[], matrix: Matrix, to: Real): void {
  const { rows, cols, data: from } = matrix;
  const bytes = from.BYTES_PER_ELEMENT;
  const addressOf = (array: Real): number => (heap.has(array) ? array.byteOffset : -1);
  const space = heap.float64(Math.ceil((workerThreads() * rowSteps(cols).block * cols * bytes) / 8));
  try {
    runTiles({
      kernel: `${name}${8 * bytes}`,
      params,
      tiles: Math.ceil(rows / rowSteps(cols).tile),
      rows: {
        ...{ from, to, rows, cols, space: space.byteOffset },
        ...{ fromAddress: addressOf(from), toAddress: addressOf(to) },
      },
      alone: ![from, to].every(reachesWorkers),
    });
  } finally {
    heap.free(space);
  }
}
