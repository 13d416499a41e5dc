import { realView } from '../linalg/real-view.js';
import type { Real } from '../linalg/real.js';
import type { Kernel } from './blocks.js';

// Numbers of a block, which stay in a core's own cache, and of a tile, which is worth waking a thread for.
const BLOCK = 2 ** 15;
const TILE = 2 ** 18;

/** Rows that a kernel reads, and those of the same shape that it writes. */
export interface RowArrays {
  readonly from: Real;
  readonly to: Real;
  /** Addresses in the heap, or -1: such rows are taken through `space`, a block at a time. */
  readonly fromAddress: number;
  readonly toAddress: number;
  readonly rows: number;
  readonly cols: number;
  /** Address of room for a block of each thread. */
  readonly space: number;
}

/** Rows of a block and of a tile. */
export function rowSteps(cols: number): { block: number; tile: number } {
  const block = Math.max(1, Math.floor(BLOCK / cols));
  return { block, tile: block * Math.max(1, Math.floor(TILE / (block * cols))) };
}

/** `kernel(...params, from, row, rows, to)` for each block of a tile. */
export function rowTile(
  params: readonly number[],
  { from, to, fromAddress, toAddress, rows, cols, space }: RowArrays,
  kernel: Kernel,
  buffer: ArrayBufferLike,
  thread: number,
  tile: number,
): void {
  const steps = rowSteps(cols);
  const bytes = from.BYTES_PER_ELEMENT;
  const here = space + thread * steps.block * cols * bytes;
  const staged = fromAddress < 0 || toAddress < 0;
  const end = Math.min(rows, (tile + 1) * steps.tile);
  for (let row = tile * steps.tile; row < end; row += steps.block) {
    const count = Math.min(steps.block, end - row);
    const [first, length] = [row * cols, count * cols];
    const block = realView(buffer, bytes, here, length);
    if (staged) block.set(from.subarray(first, first + length));
    const target = toAddress < 0 ? here : toAddress + first * bytes;
    kernel(...params, staged ? here : fromAddress + first * bytes, row, count, target);
    if (toAddress < 0) to.set(block, first);
  }
}
