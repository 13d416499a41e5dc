import type { Real } from '../linalg/matrix.js';
import { blockAt, type Kernel, readRows, scratchBlock, PAIR_SIDE, writeRows } from './blocks.js';

/**
 * Matrices `(n, n)` by blocks below the diagonal and their mirror images: `kernel(block, mirror, stride, rows, cols)` on
 * copies of both. `up`: both are read from `from`, and the mirror image written to `to`, unless that is the same array.
 * Else the mirror image is read, the block written, and the place of the mirror image zeroed.
 */
export interface BlockPairs {
  readonly from: Real;
  readonly to: Real;
  readonly n: number;
  readonly up: boolean;
}

export function pairTile(
  { from, to, n, up }: BlockPairs,
  kernel: Kernel,
  buffer: ArrayBufferLike,
  scratch: number,
  tile: number,
): number {
  const { row, col, rows, cols } = blockAt(tile, n, PAIR_SIDE);
  const [at, mirrorAt] = [row * n + col, col * n + row];
  const [block, mirror] = [0, 1].map((index) => scratchBlock(from, buffer, scratch, index, PAIR_SIDE));
  if (up) readRows(from, at, n, rows, cols, block, PAIR_SIDE);
  readRows(from, mirrorAt, n, cols, rows, mirror, PAIR_SIDE);
  const failure = kernel(block.byteOffset, mirror.byteOffset, PAIR_SIDE * from.BYTES_PER_ELEMENT, rows, cols);
  if (up) {
    if (to !== from) writeRows(mirror, PAIR_SIDE, cols, rows, to, mirrorAt, n);
    return failure;
  }
  writeRows(block, PAIR_SIDE, rows, cols, to, at, n);
  // A block on the diagonal is its own mirror image, and keeps its lower half.
  for (let i = 0; i < cols; i++) {
    to.fill(0, mirrorAt + i * n + (row === col ? i + 1 : 0), mirrorAt + i * n + rows);
  }
  return failure;
}
