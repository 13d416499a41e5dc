// The tangent kernel of strided convolutions, whole recursion in cache: tiles and maps are those of conv.ts, but the
// windows, which may be cut at the edges, stand in a table. f64 and f32 are one generic source.
import { all } from './math';
import { PAIR, relu } from './relu';
import { LINE, linesOf, ofImage, take, VECTOR } from './windows';

// @ts-ignore: decorator
@inline
function tileOf<T extends number>(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  out: usize,
  b: i32,
  m: i32,
  windows: usize,
  layers: i32,
  positions: i32,
  cells: i32,
  diagonal: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const bytes = <usize>sizeof<T>();
  const stride = <usize>m * bytes;
  const across = linesOf(stride);
  const i = <usize>tile / across;
  const start = (<usize>tile % across) * LINE;
  if (start > (i + diagonal) * bytes) return 0;
  const end = min(start + LINE, stride);
  const panel = <usize>cells * VECTOR;
  const xs = ofImage<T>(xRoots, i, panel);
  const first = scratch + <usize>thread * scratchBytes;
  const second = first + <usize>positions * PAIR;
  let taken = second + <usize>positions * PAIR;
  take(products + i * stride + start, <usize>b * stride, end - start, taken, positions);
  for (let at = start; at < end; at += VECTOR) {
    let x = xs;
    let z = zRoots + (at / VECTOR) * panel;
    let sum = all<T>(0);
    let count = positions;
    const last = taken + <usize>positions * VECTOR;
    for (let to = first; taken < last; taken += VECTOR, to += PAIR) {
      const n = v128.load(taken);
      if (layers == 1) {
        sum = v128.add<T>(sum, v128.add<T>(n, n));
        continue;
      }
      relu<T>(n, n, v128.mul<T>(v128.load_splat<T>(x), v128.load(z)), true, to, 0);
      x += VECTOR;
      z += VECTOR;
    }
    let from = first;
    let into = second;
    let table = windows;
    for (let l = 1; l < layers; l++) {
      count = load<i32>(table);
      table += 4;
      const stop = into + <usize>count * PAIR;
      for (let to = into; to < stop; to += PAIR) {
        let n = all<T>(0);
        let t = n;
        for (const edge = table + 4 * <usize>(load<i32>(table) + 1); (table += 4) < edge; ) {
          const cell = from + <usize>load<i32>(table) * PAIR;
          n = v128.add<T>(n, v128.load(cell));
          t = v128.add<T>(t, v128.load(cell, VECTOR));
        }
        t = v128.add<T>(t, n);
        if (l == layers - 1) {
          sum = v128.add<T>(sum, v128.add<T>(n, t));
          continue;
        }
        relu<T>(n, t, v128.mul<T>(v128.load_splat<T>(x), v128.load(z)), false, to, 0);
        x += VECTOR;
        z += VECTOR;
      }
      const other = from;
      from = into;
      into = other;
    }
    v128.store(out + i * stride + at, v128.mul<T>(sum, all<T>(1 / <f64>count)));
  }
  return 0;
}

/**
 * K of the images i and j from their inner products at each of the first convolution's positions, `(positions, b, m)`,
 * and the roots of their variances at the `cells` positions of all layers but the last, images in vectors:
 * `(b / lanes, cells, lanes)` and `(m / lanes, cells, lanes)`. `windows`: of each later layer its positions, and of
 * each of these how many positions of the layer before are in its window, and which. Tiles right of j = i + diagonal
 * are left alone.
 */
export function stridedTangent64(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  out: usize,
  b: i32,
  m: i32,
  windows: usize,
  layers: i32,
  positions: i32,
  cells: i32,
  diagonal: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return tileOf<f64>(
    products,
    xRoots,
    zRoots,
    out,
    b,
    m,
    windows,
    layers,
    positions,
    cells,
    diagonal,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

export function stridedTangent32(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  out: usize,
  b: i32,
  m: i32,
  windows: usize,
  layers: i32,
  positions: i32,
  cells: i32,
  diagonal: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return tileOf<f32>(
    products,
    xRoots,
    zRoots,
    out,
    b,
    m,
    windows,
    layers,
    positions,
    cells,
    diagonal,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}
