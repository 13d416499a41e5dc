import type { Real } from '../linalg/matrix.js';
import { realView } from '../linalg/real-view.js';

export type Kernel = (...params: number[]) => number;

/** Numbers in a tile of a map, and in a block of a symmetric one: scratch stays in a core's own cache. */
export const TILE = 16384;
export const SCRATCH_ARRAYS = 8;
/** Rows and columns of a block of a symmetric map, which needs four. */
export const SIDE = 128;
/** Of one of a pair: each row of a block lies on a page of its own, whose address costs a walk. */
export const PAIR_SIDE = 192;

/** Blocks of `side` rows and columns on and below the diagonal of an `(n, n)` matrix. */
export function blockCount(n: number, side: number): number {
  const blocks = Math.ceil(n / side);
  return (blocks * (blocks + 1)) / 2;
}

/** Where such a block starts, and its size: block I (I + 1) / 2 + J is (I, J), J <= I. */
export function blockAt(
  index: number,
  n: number,
  side: number,
): { row: number; col: number; rows: number; cols: number } {
  const blockRow = Math.floor((Math.sqrt(8 * index + 1) - 1) / 2);
  const row = blockRow * side;
  const col = (index - (blockRow * (blockRow + 1)) / 2) * side;
  return { row, col, rows: Math.min(side, n - row), cols: Math.min(side, n - col) };
}

/** Block `index` of a thread's scratch, `(side, side)`, in the precision of `like`. */
export function scratchBlock(
  like: Real,
  buffer: ArrayBufferLike,
  scratch: number,
  index: number,
  side: number,
): Real {
  return realView(buffer, like.BYTES_PER_ELEMENT, scratch + index * side * side * 8, side * side);
}

/** `rows` rows of `cols` numbers, `stride` apart from `at` on, to a block of scratch. */
export function readRows(
  from: Real,
  at: number,
  stride: number,
  rows: number,
  cols: number,
  block: Real,
  side: number,
): void {
  for (let i = 0; i < rows; i++) block.set(from.subarray(at + i * stride, at + i * stride + cols), i * side);
}

/** The way back. */
export function writeRows(
  block: Real,
  side: number,
  rows: number,
  cols: number,
  to: Real,
  at: number,
  stride: number,
): void {
  for (let i = 0; i < rows; i++) to.set(block.subarray(i * side, i * side + cols), at + i * stride);
}
