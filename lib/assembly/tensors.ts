// Maps of the large arrays of a network's step, in single precision. Tile t is TILE numbers, the last one less.
import { VECTOR } from './windows';

const TILE: usize = 16384;

/** The end of tile t of `bytes` in all. */
// @ts-ignore: decorator
@inline
function endOf(tile: i32, bytes: usize): usize {
  return min((<usize>tile + 1) * (TILE << 2), bytes);
}

/** y <- max(x, 0), NaN where x is. `length`: a multiple of four, as in the others. */
export function reluTile32(x: usize, y: usize, length: i32, tile: i32, thread: i32): i32 {
  const zero = f32x4.splat(0);
  const end = endOf(tile, <usize>length << 2);
  for (let at = <usize>tile * (TILE << 2); at < end; at += VECTOR) {
    v128.store(y + at, f32x4.pmax(v128.load(x + at), zero));
  }
  return 0;
}

/** dx <- dy where x > 0, else 0; NaN where x is. */
export function reluBackTile32(x: usize, dy: usize, dx: usize, length: i32, tile: i32, thread: i32): i32 {
  const zero = f32x4.splat(0);
  const end = endOf(tile, <usize>length << 2);
  for (let at = <usize>tile * (TILE << 2); at < end; at += VECTOR) {
    const v = v128.load(x + at);
    // A mask of ones is a NaN.
    v128.store(dx + at, v128.or(v128.and(v128.load(dy + at), f32x4.gt(v, zero)), f32x4.ne(v, v)));
  }
  return 0;
}

/** y <- x + row, x `(length / cols, cols)`, cols a multiple of four. */
export function addRowTile32(
  x: usize,
  row: usize,
  y: usize,
  cols: i32,
  length: i32,
  tile: i32,
  thread: i32,
): i32 {
  const bytes = <usize>cols << 2;
  const end = endOf(tile, <usize>length << 2);
  let at = <usize>tile * (TILE << 2);
  let place = at % bytes;
  while (at < end) {
    const stop = min(at + bytes - place, end);
    for (; at < stop; at += VECTOR, place += VECTOR) {
      v128.store(y + at, f32x4.add(v128.load(x + at), v128.load(row + place)));
    }
    place = 0;
  }
  return 0;
}
