import { realView } from '../linalg/real-view.js';
import type { Real } from '../linalg/real.js';
import type { Kernel } from './blocks.js';

/** Rows of a tile: few, since the first are the longest. */
export const PERMUTED_ROWS = 64;

/** The upper triangle of `to` `(n, n)`, entry (i, j) that of `from` at rows and columns places_i and places_j. */
export interface PermutedArrays {
  readonly from: Real;
  readonly cols: number;
  /** Lies in the heap. */
  readonly places: Int32Array;
  readonly to: Real;
  readonly n: number;
  /** Address of room for a row of both, for each thread. */
  readonly space: number;
}

/** Each row of a tile is read as a whole, and its entries picked from there. */
export function permutedTile(
  { from, cols, places, to, n, space }: PermutedArrays,
  pick: Kernel,
  buffer: ArrayBufferLike,
  thread: number,
  tile: number,
): void {
  const bytes = from.BYTES_PER_ELEMENT;
  const own = space + thread * (cols + n) * bytes;
  const row = realView(buffer, bytes, own, cols);
  const picked = realView(buffer, bytes, own + cols * bytes, n);
  const end = Math.min(n, (tile + 1) * PERMUTED_ROWS);
  for (let i = tile * PERMUTED_ROWS; i < end; i++) {
    const first = places[i] * cols;
    row.set(from.subarray(first, first + cols));
    pick(row.byteOffset, places.byteOffset + 4 * i, picked.byteOffset, n - i);
    to.set(picked.subarray(0, n - i), i * n + i);
  }
}
