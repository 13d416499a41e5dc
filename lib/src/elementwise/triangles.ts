import { backend } from '../linalg/engine.js';
import type { Real } from '../linalg/matrix.js';
import { oneBlasThread } from '../linalg/one-blas-thread.js';
import { blockCount, PAIR_SIDE } from './blocks.js';
import { type BlockPairs, diagonalTile } from './pair-tile.js';
import { runTiles } from './pool.js';
import { reachesWorkers } from './reaches-workers.js';

/** The upper triangle of A `(n, n)` becomes the lower one, turned. */
export function mirrorLower(a: Real, n: number): void {
  run({ task: 'mirror', from: a, to: a, n });
}

/**
 * The upper triangle of `to` `(n, n)` becomes the lower one of `from`, turned; below the diagonal `to` is undefined.
 * True if `from` is finite and equals its transpose to the last bit, else false. The same array twice is compared
 * alone.
 */
export function mirrorIfSymmetric(from: Real, to: Real, n: number): boolean {
  return run({ task: 'compare', from, to, n }) === 0;
}

/** The lower triangle of A `(n, n)` becomes the upper one, turned, below zeros. */
export function turnUpper(a: Real, n: number): void {
  run({ task: 'turn', from: a, to: a, n });
}

function run(pairs: Omit<BlockPairs, 'library'>): number {
  const { from, to, n } = pairs;
  if (n <= PAIR_SIDE) return diagonalTile(pairs, 0, n);
  const { engine, library } = backend();
  return oneBlasThread(() =>
    runTiles({
      kernel: 'pairs',
      params: [],
      tiles: blockCount(n, PAIR_SIDE),
      pairs: { ...pairs, ...(engine === 'native' && { library }) },
      alone: ![from, to].every(reachesWorkers),
    }),
  );
}
