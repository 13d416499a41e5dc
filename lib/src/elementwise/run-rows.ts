import type { Matrix, Real } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { runTiles, workerThreads } from './pool.js';
import { reachesWorkers } from './reaches-workers.js';
import { rowSteps } from './row-tile.js';

/** Tiles that the rows of a matrix are taken in. */
export function rowTiles({ rows, cols }: Matrix): number {
  return Math.ceil(rows / rowSteps(cols).tile);
}

/**
 * Runs a kernel of lib/assembly/points.ts over the rows of a matrix, and those of `to`, of the same shape and
 * precision.
 */
export function runRows(name: string, params: number[], matrix: Matrix, to?: Real): void {
  const { rows, cols, data: from } = matrix;
  const bytes = from.BYTES_PER_ELEMENT;
  const addressOf = (array?: Real): number =>
    array !== undefined && heap.has(array) ? array.byteOffset : -1;
  const space = heap.float64(Math.ceil((workerThreads() * rowSteps(cols).block * cols * bytes) / 8));
  try {
    runTiles({
      kernel: `${name}${8 * bytes}`,
      params,
      tiles: rowTiles(matrix),
      rows: {
        ...{ from, to, rows, cols, space: space.byteOffset },
        ...{ fromAddress: addressOf(from), toAddress: addressOf(to) },
      },
      alone: !reachesWorkers(from) || (to !== undefined && !reachesWorkers(to)),
    });
  } finally {
    heap.free(space);
  }
}
