// The elementwise parts of a step of gated units: maps over pieces of (n, m) arrays, as in maps.ts. f64 and f32 are one
// generic source.
import { all } from './math';

/** a <- a b. */
// @ts-ignore: decorator
@inline
function times<T extends number>(a: usize, b: usize, count: i32): void {
  const end = a + <usize>count * <usize>sizeof<T>();
  for (; a + 16 <= end; a += 16, b += 16) v128.store(a, v128.mul<T>(v128.load(a), v128.load(b)));
  for (; a < end; a += <usize>sizeof<T>(), b += <usize>sizeof<T>()) store<T>(a, <T>(load<T>(a) * load<T>(b)));
}

/** z <- 1{z >= 0}. */
// @ts-ignore: decorator
@inline
function open<T extends number>(z: usize, count: i32): void {
  const end = z + <usize>count * <usize>sizeof<T>();
  const zero = all<T>(0);
  const one = all<T>(1);
  for (; z + 16 <= end; z += 16) v128.store(z, v128.and(v128.ge<T>(v128.load(z), zero), one));
  for (; z < end; z += <usize>sizeof<T>()) store<T>(z, <T>(load<T>(z) >= 0 ? 1 : 0));
}

/** gates <- 1{z > 0}, z <- max(z, 0). */
// @ts-ignore: decorator
@inline
function rectify<T extends number>(z: usize, gates: usize, count: i32): void {
  const end = z + <usize>count * <usize>sizeof<T>();
  const zero = all<T>(0);
  const one = all<T>(1);
  for (; z + 16 <= end; z += 16, gates += 16) {
    const value = v128.load(z);
    v128.store(gates, v128.and(v128.gt<T>(value, zero), one));
    // max takes several instructions for the sake of -0.
    v128.store(z, v128.pmax<T>(value, zero));
  }
  for (; z < end; z += <usize>sizeof<T>(), gates += <usize>sizeof<T>()) {
    const value = load<T>(z);
    store<T>(gates, <T>(value > 0 ? 1 : 0));
    store<T>(z, max<T>(value, <T>0));
  }
}

/**
 * c <- keep c + g_j v_p ⊙ gates for rows of `cols` numbers, keep 0 or 1; row i is position p = i mod P of sample
 * j = ⌊i / P⌋; v (P, cols). What is not kept is not read.
 */
// @ts-ignore: decorator
@inline
function gated<T extends number>(
  g: usize,
  v: usize,
  positions: i32,
  cols: i32,
  keep: i32,
  c: usize,
  gates: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const size = <usize>sizeof<T>();
  while (count > 0) {
    const piece = min(count, cols - col);
    const scalar = load<T>(g + <usize>(row / positions) * size);
    const factor = v128.splat<T>(scalar);
    const end = c + <usize>piece * size;
    let at = v + (<usize>(row % positions) * <usize>cols + <usize>col) * size;
    for (; c + 16 <= end; c += 16, gates += 16, at += 16) {
      const change = v128.mul<T>(v128.mul<T>(factor, v128.load(at)), v128.load(gates));
      v128.store(c, keep ? v128.add<T>(v128.load(c), change) : change);
    }
    for (; c < end; c += size, gates += size, at += size) {
      const change = scalar * load<T>(at) * load<T>(gates);
      store<T>(c, <T>(keep ? load<T>(c) + change : change));
    }
    count -= piece;
    row++;
    col = 0;
  }
}

export function times64(a: usize, b: usize, _row: i32, _col: i32, count: i32): void {
  times<f64>(a, b, count);
}

export function times32(a: usize, b: usize, _row: i32, _col: i32, count: i32): void {
  times<f32>(a, b, count);
}

export function open64(z: usize, _row: i32, _col: i32, count: i32): void {
  open<f64>(z, count);
}

export function open32(z: usize, _row: i32, _col: i32, count: i32): void {
  open<f32>(z, count);
}

export function rectify64(z: usize, gates: usize, _row: i32, _col: i32, count: i32): void {
  rectify<f64>(z, gates, count);
}

export function rectify32(z: usize, gates: usize, _row: i32, _col: i32, count: i32): void {
  rectify<f32>(z, gates, count);
}

export function gated64(
  g: usize,
  v: usize,
  positions: i32,
  cols: i32,
  keep: i32,
  c: usize,
  gates: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  gated<f64>(g, v, positions, cols, keep, c, gates, row, col, count);
}

export function gated32(
  g: usize,
  v: usize,
  positions: i32,
  cols: i32,
  keep: i32,
  c: usize,
  gates: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  gated<f32>(g, v, positions, cols, keep, c, gates, row, col, count);
}
