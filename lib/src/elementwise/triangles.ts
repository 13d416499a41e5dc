import type { Real } from '../linalg/matrix.js';
import { blockCount, PAIR_SIDE } from './blocks.js';
import { runTiles } from './pool.js';
import { reachesWorkers } from './reaches-workers.js';

/**
 * The upper triangle of `to` `(n, n)` becomes the lower one of `from`, turned; below the diagonal `to` is undefined. True if
 * `from` is finite and equals its transpose to the last bit, else false. The same array twice is compared alone.
 */
export function mirrorIfSymmetric(from: Real, to: Real, n: number): boolean {
  if (n > PAIR_SIDE) return run('mirrored', from, to, n, true) === 0;
  // One block stays in the cache without a copy.
  let gap = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0, at = i; j <= i; j++, at += n) {
      const value = from[i * n + j];
      // What is not finite makes this NaN.
      gap += Math.abs(value - from[at]);
      if (to !== from) to[at] = value;
    }
  }
  return gap === 0;
}

/** The lower triangle of A `(n, n)` becomes the upper one, turned, below zeros. */
export function turnUpper(a: Real, n: number): void {
  if (n > PAIR_SIDE) {
    run('turned', a, a, n, false);
    return;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0, at = i; j < i; j++, at += n) {
      a[i * n + j] = a[at];
      a[at] = 0;
    }
  }
}

function run(name: string, from: Real, to: Real, n: number, up: boolean): number {
  return runTiles({
    kernel: `${name}${from.BYTES_PER_ELEMENT * 8}`,
    params: [],
    tiles: blockCount(n, PAIR_SIDE),
    pairs: { from, to, n, up },
    alone: ![from, to].every(reachesWorkers),
  });
}
