import type { Real } from '../linalg/matrix.js';
import { blockAt, PAIR_SIDE, scratchBlock } from './blocks.js';
import { threadEngine } from './thread-engine.js';

/**
 * Matrices `(n, n)` by blocks of the lower triangle and their mirror images above. `mirror`: the upper triangle of `to`
 * becomes the lower one of `from`, turned; `compare`: so too, and `from` is compared with its transpose; `turn`: the
 * lower triangle of `to`, which is `from`, becomes its upper one, turned, below zeros.
 */
export interface BlockPairs {
  readonly task: 'mirror' | 'compare' | 'turn';
  readonly from: Real;
  readonly to: Real;
  readonly n: number;
  /** File of the native engine, which moves blocks as whole vectors; none: the portable engine. */
  readonly library?: string;
}

/** 0, or 1 where `compare` found a difference, or what is not finite. */
export function pairTile(pairs: BlockPairs, buffer: ArrayBufferLike, scratch: number, tile: number): number {
  const { task, from, to, n, library } = pairs;
  const { row, col, rows, cols } = blockAt(tile, n, PAIR_SIDE);
  const blocks = threadEngine(library).blocks(from);
  const space = scratchBlock(from, buffer, scratch, 0, PAIR_SIDE);
  const [lower, upper] = [row * n + col, col * n + row];
  const diagonal = row === col;
  if (task === 'turn') {
    blocks.turn(cols, rows, from.subarray(upper), n, space);
    if (diagonal) for (let i = 0; i < rows; i++) space.fill(0, i * cols + i + 1, (i + 1) * cols);
    blocks.write(rows, cols, space, to.subarray(lower), n);
    if (!diagonal) blocks.clear(cols, rows, to.subarray(upper), n);
    return 0;
  }
  if (diagonal) return diagonalTile(pairs, row, rows);
  blocks.turn(rows, cols, from.subarray(lower), n, space);
  // What is compared in place stays as it is where it is equal.
  if (task === 'mirror' || to !== from) blocks.write(cols, rows, space, to.subarray(upper), n);
  return task === 'mirror' ? 0 : Number(blocks.gap(cols, rows, space, from.subarray(upper), n) !== 0);
}

/** The same for the block of `size` rows at row `first` on the diagonal, which is its own mirror image. */
export function diagonalTile({ task, from, to, n }: BlockPairs, first: number, size: number): number {
  let gap = 0;
  for (let i = first; i < first + size; i++) {
    for (let j = first, below = i * n + first, above = first * n + i; j <= i; j++, below++, above += n) {
      const value = from[below];
      if (task === 'turn') {
        if (j === i) continue;
        to[below] = to[above];
        to[above] = 0;
        continue;
      }
      // What is not finite makes this NaN.
      gap += Math.abs(value - from[above]);
      if (task === 'mirror' || to !== from) to[above] = value;
    }
  }
  return task === 'compare' ? Number(gap !== 0) : 0;
}
