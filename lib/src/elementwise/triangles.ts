import type { Real } from '../linalg/matrix.js';
import { blockCount, PAIR_SIDE } from './blocks.js';
import { runTiles } from './pool.js';

/**
 * The upper triangle of `to` `(n, n)` becomes the lower one of `from`, turned; below the diagonal `to` is undefined. True if
 * `from` is finite and equals its transpose to the last bit, else false. The same array twice is compared alone.
 */
export function mirrorIfSymmetric(from: Real, to: Real, n: number): boolean {
  return run('mirrored', from, to, n, true) === 0;
}

/** The lower triangle of A `(n, n)` becomes the upper one, turned, below zeros. */
export function turnUpper(a: Real, n: number): void {
  run('turned', a, a, n, false);
}

function run(name: string, from: Real, to: Real, n: number, up: boolean): number {
  return runTiles({
    kernel: `${name}${from.BYTES_PER_ELEMENT * 8}`,
    params: [],
    tiles: blockCount(n, PAIR_SIDE),
    pairs: { from, to, n, up },
    // Sending an unshared array to a worker would copy it.
    alone: [from, to].some((array) => !(array.buffer instanceof SharedArrayBuffer)),
  });
}
