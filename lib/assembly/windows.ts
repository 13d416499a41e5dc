// Window sums of maps of vectors, in place: a map's lines lie `line` bytes apart, its cells `cell` bytes.

/** Bytes of a vector. */
export const VECTOR: usize = 16;
/** Bytes of right images in a tile: a cache line. */
export const LINE: usize = 64;

/** Lines of a row of `bytes`, the last one whole or not. */
// @ts-ignore: decorator
@inline
export function linesOf(bytes: usize): usize {
  return (bytes + LINE - 1) / LINE;
}

/** Where the numbers of image i begin, a vector apart, among those of vectors of images, `panel` bytes each. */
// @ts-ignore: decorator
@inline
export function ofImage<T extends number>(vectors: usize, i: usize, panel: usize): usize {
  const at = i * sizeof<T>();
  return vectors + (at / VECTOR) * panel + (at % VECTOR);
}

/** Sum of `count` vectors, `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function sumOf<T extends number>(from: usize, step: usize, count: i32): v128 {
  let sum = v128.load(from);
  // The usual window without a loop, whose own steps would cost more than the sums.
  if (count == 3) return v128.add<T>(v128.add<T>(sum, v128.load(from + step)), v128.load(from + 2 * step));
  for (let o = 1; o < count; o++) sum = v128.add<T>(sum, v128.load((from += step)));
  return sum;
}

/** Sums over patch x patch windows of a map of `rows` x `cols` positions into its upper left part, VALID. */
export function box<T extends number>(map: usize, rows: i32, cols: i32, patch: i32, line: usize, cell: usize): void {
  for (let i = 0; i < rows; i++) {
    const from = map + <usize>i * line;
    const bytes = <usize>(cols - patch + 1) * cell;
    for (let at: usize = 0; at < bytes; at += VECTOR) v128.store(from + at, sumOf<T>(from + at, cell, patch));
  }
  for (let i = 0; i <= rows - patch; i++) {
    const from = map + <usize>i * line;
    const bytes = <usize>(cols - patch + 1) * cell;
    for (let at: usize = 0; at < bytes; at += VECTOR) v128.store(from + at, sumOf<T>(from + at, line, patch));
  }
}

/** The transpose of `box`: a map of `rows` x `cols` positions spread over patch - 1 more of each. */
export function spread<T extends number>(map: usize, rows: i32, cols: i32, patch: i32, line: usize, cell: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = cols + patch - 2; j >= 0; j--) {
      const to = map + <usize>i * line + <usize>j * cell;
      const first = max(0, j - cols + 1);
      const count = min(patch - 1, j) - first + 1;
      const from = to - <usize>(first + count - 1) * cell;
      for (let at: usize = 0; at < cell; at += VECTOR) v128.store(to + at, sumOf<T>(from + at, cell, count));
    }
  }
  for (let i = rows + patch - 2; i >= 0; i--) {
    const to = map + <usize>i * line;
    const first = max(0, i - rows + 1);
    const count = min(patch - 1, i) - first + 1;
    const from = to - <usize>(first + count - 1) * line;
    const bytes = <usize>(cols + patch - 1) * cell;
    for (let at: usize = 0; at < bytes; at += VECTOR) v128.store(to + at, sumOf<T>(from + at, line, count));
  }
}

/**
 * Copies a tile's inner products, a cache line or less at each position, to vectors of `length` bytes for all
 * positions. The lines lie pages apart: fetched in a loop of their own, many are on their way at once.
 */
export function take(from: usize, stride: usize, bytes: usize, to: usize, positions: i32): void {
  const length = <usize>positions * VECTOR;
  for (let a = 0; a < positions; a++, from += stride, to += VECTOR) {
    for (let at: usize = 0; at < bytes; at += VECTOR) {
      v128.store(to + (at / VECTOR) * length, v128.load(from + at));
    }
  }
}
