import type { Real } from '../linalg/matrix.js';
import { blockAt, PAIR_SIDE, scratchBlock } from './blocks.js';
import { threadEngine } from './thread-engine.js';

/**
 * Matrices `(n, n)` by blocks of the lower triangle and their mirror images above. `mirror`: the upper triangle of `to`
 * becomes the lower one of `from`, turned; `compare`: so too, and `from` is compared with its transpose; `turn`: the lower
 * triangle of `to`, which is `from`, becomes its upper one, turned, below zeros.
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
  if (row === col) return diagonalTile(pairs, row, rows);
  const { blocks } = threadEngine(library);
  const space = scratchBlock(from, buffer, scratch, 0, PAIR_SIDE);
  const [lower, upper] = [row * n + col, col * n + row];
  if (task === 'turn') {
    blocks.turn(cols, rows, from.subarray(upper), n, space);
    blocks.write(rows, cols, space, to.subarray(lower), n);
    blocks.clear(cols, rows, to.subarray(upper), n);
    return 0;
  }
  blocks.turn(rows, cols, from.subarray(lower), n, space);
  // What is compared in place stays as it is where it is equal.
  const gap = (): number => blocks.gap(cols, rows, space, from.subarray(upper), n);
  if (to === from && task === 'compare') return Number(gap() !== 0);
  blocks.write(cols, rows, space, to.subarray(upper), n);
  return task === 'compare' ? Number(gap() !== 0) : 0;
}

/** The same for the block of `size` rows at row `first` on the diagonal, which is its own mirror image. */
export function diagonalTile({ task, from, to, n }: BlockPairs, first: number, size: number): number {
  let gap = 0;
  for (let i = first; i < first + size; i++) {
    for (let j = first; j <= i; j++) {
      const [below, above] = [i * n + j, j * n + i];
      if (task === 'turn') {
        if (i === j) continue;
        to[below] = to[above];
        to[above] = 0;
        continue;
      }
      // What is not finite makes this NaN.
      if (task === 'compare') gap += Math.abs(from[below] - from[above]);
      if (task === 'mirror' || to !== from) to[above] = from[below];
    }
  }
  return Number(gap !== 0);
}
