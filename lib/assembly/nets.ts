// ReLU between two convolutions whose pixels lie in different orders: rows of k numbers are gathered, taken through the
// ReLU or back, and scattered. A tile is `chunk` rows. f64 and f32 are one generic source.
import { all } from './math';

/** out[to[p]] <- max(z[from[p]], 0) for the rows p of a tile, `bytes` each. */
// @ts-ignore: decorator
@inline
function forward<T extends number>(
  z: usize,
  from: usize,
  out: usize,
  to: usize,
  k: i32,
  rows: i32,
  chunk: i32,
  tile: i32,
): i32 {
  const zero = all<T>(0);
  const bytes = <usize>k * sizeof<T>();
  const whole = bytes & ~15;
  const end = min(rows, (tile + 1) * chunk);
  for (let p = tile * chunk; p < end; p++) {
    const source = z + <usize>load<i32>(from + (<usize>p << 2)) * bytes;
    const target = out + <usize>load<i32>(to + (<usize>p << 2)) * bytes;
    for (let at: usize = 0; at < whole; at += 16) {
      v128.store(target + at, v128.max<T>(v128.load(source + at), zero));
    }
    for (let at = whole; at < bytes; at += sizeof<T>()) {
      store<T>(target + at, max<T>(load<T>(source + at), <T>0));
    }
  }
  return 0;
}

/** delta[from[p]], images[to[p]] <- gradient[up[p]] where z[from[p]] > 0, else 0; images only if it is not 0. */
// @ts-ignore: decorator
@inline
function backward<T extends number>(
  z: usize,
  from: usize,
  gradient: usize,
  up: usize,
  delta: usize,
  images: usize,
  to: usize,
  k: i32,
  rows: i32,
  chunk: i32,
  tile: i32,
): i32 {
  const zero = all<T>(0);
  const bytes = <usize>k * sizeof<T>();
  const whole = bytes & ~15;
  const end = min(rows, (tile + 1) * chunk);
  for (let p = tile * chunk; p < end; p++) {
    const row = <usize>load<i32>(from + (<usize>p << 2)) * bytes;
    const source = gradient + <usize>load<i32>(up + (<usize>p << 2)) * bytes;
    const target = images + <usize>load<i32>(to + (<usize>p << 2)) * bytes;
    for (let at: usize = 0; at < whole; at += 16) {
      const open = v128.gt<T>(v128.load(z + row + at), zero);
      const value = v128.and(v128.load(source + at), open);
      v128.store(delta + row + at, value);
      if (images != 0) v128.store(target + at, value);
    }
    for (let at = whole; at < bytes; at += sizeof<T>()) {
      const value = load<T>(z + row + at) > 0 ? load<T>(source + at) : <T>0;
      store<T>(delta + row + at, value);
      if (images != 0) store<T>(target + at, value);
    }
  }
  return 0;
}

export function convRelu64(z: usize, from: usize, out: usize, to: usize, k: i32, rows: i32, chunk: i32, tile: i32): i32 {
  return forward<f64>(z, from, out, to, k, rows, chunk, tile);
}

export function convRelu32(z: usize, from: usize, out: usize, to: usize, k: i32, rows: i32, chunk: i32, tile: i32): i32 {
  return forward<f32>(z, from, out, to, k, rows, chunk, tile);
}

export function convReluBack64(
  z: usize,
  from: usize,
  gradient: usize,
  up: usize,
  delta: usize,
  images: usize,
  to: usize,
  k: i32,
  rows: i32,
  chunk: i32,
  tile: i32,
): i32 {
  return backward<f64>(z, from, gradient, up, delta, images, to, k, rows, chunk, tile);
}

export function convReluBack32(
  z: usize,
  from: usize,
  gradient: usize,
  up: usize,
  delta: usize,
  images: usize,
  to: usize,
  k: i32,
  rows: i32,
  chunk: i32,
  tile: i32,
): i32 {
  return backward<f32>(z, from, gradient, up, delta, images, to, k, rows, chunk, tile);
}
