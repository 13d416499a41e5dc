// Patches of images, and the variances that a convolutional kernel has of them. f64 and f32 are one generic source.
import { box, VECTOR } from './windows';

/**
 * Tile a: the patches at position a of m images, `count` of them given and the others 0, as rows of channels · patch²
 * numbers in the order (channel, row, column).
 */
// @ts-ignore: decorator
@inline
function patchesTile<T extends number>(
  pixels: usize,
  out: usize,
  count: i32,
  m: i32,
  channels: i32,
  height: i32,
  width: i32,
  patch: i32,
  tile: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const cols = width - patch + 1;
  const bytes = <usize>(channels * patch * patch) * size;
  const run = <usize>patch * size;
  const line = <usize>width * size;
  const plane = <usize>height * line;
  const first = pixels + <usize>(tile / cols) * line + <usize>(tile % cols) * size;
  let to = out + <usize>tile * <usize>m * bytes;
  const last = to + <usize>count * bytes;
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c++) {
      let from = first + <usize>(i * channels + c) * plane;
      for (let p = 0; p < patch; p++, from += line, to += run) {
        let at: usize = 0;
        // A vector may run over into the line that is written next.
        for (; at < run && to + at + VECTOR <= last; at += VECTOR) v128.store(to + at, v128.load(from + at));
        for (; at < run; at += size) store<T>(to + at, load<T>(from + at));
      }
    }
  }
  memory.fill(to, 0, <usize>(m - count) * bytes);
  return 0;
}

/** |v|² of `length` numbers, in double precision. */
// @ts-ignore: decorator
@inline
function square<T extends number>(v: usize, length: i32): f64 {
  let even = f64x2.splat(0);
  let odd = even;
  let k = 0;
  for (; k + 4 <= length; k += 4, v += 4 * sizeof<T>()) {
    let a: v128;
    let b: v128;
    if (sizeof<T>() == 8) {
      a = v128.load(v);
      b = v128.load(v, 16);
    } else {
      a = f64x2.promote_low_f32x4(v128.load64_zero(v));
      b = f64x2.promote_low_f32x4(v128.load64_zero(v, 8));
    }
    even = f64x2.add(even, f64x2.mul(a, a));
    odd = f64x2.add(odd, f64x2.mul(b, b));
  }
  even = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  for (; k < length; k++, v += sizeof<T>()) sum += <f64>load<T>(v) * <f64>load<T>(v);
  return sum;
}

/**
 * Tile k: the roots of the variances of one vector of images. v: `(positions, m, size)`; q = |v|² / channels at each
 * position and its sums over windows from layer to layer; out: √q before each of `depth` ReLUs,
 * `(m / lanes, depth, positions, lanes)`, at the upper left positions; last: the mean of the last q, (m).
 */
// @ts-ignore: decorator
@inline
function rootsTile<T extends number>(
  v: usize,
  out: usize,
  last: usize,
  m: i32,
  size: i32,
  channels: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const lanes = <i32>(VECTOR / sizeof<T>());
  const positions = height * width;
  const row = <usize>size * sizeof<T>();
  // q of the images, in double precision.
  const map = scratch + <usize>thread * scratchBytes;
  const cell = <usize>lanes * 8;
  const line = <usize>width * cell;
  const first = v + <usize>(tile * lanes) * row;
  for (let a = 0; a < positions; a++) {
    for (let i = 0; i < lanes; i++) {
      const q = square<T>(first + <usize>(a * m + i) * row, size) / <f64>channels;
      store<f64>(map + <usize>(a * lanes + i) * 8, q);
    }
  }
  let rows = height;
  let cols = width;
  for (let l = 0; l < depth; l++) {
    if (l > 0) {
      box<f64>(map, rows, cols, patch, line, cell);
      rows -= patch - 1;
      cols -= patch - 1;
    }
    for (let r = 0; r < rows; r++) {
      let to = out + <usize>(((tile * depth + l) * height + r) * width) * VECTOR;
      const end = map + <usize>r * line + <usize>cols * cell;
      for (let from = end - <usize>cols * cell; from < end; from += 8, to += sizeof<T>()) {
        store<T>(to, <T>Math.sqrt(load<f64>(from)));
      }
    }
  }
  for (let i = 0; i < lanes; i++) {
    let sum = 0.0;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) sum += load<f64>(map + <usize>r * line + <usize>(c * lanes + i) * 8);
    }
    store<f64>(last + <usize>(tile * lanes + i) * 8, sum / <f64>(rows * cols));
  }
  return 0;
}

/**
 * Tile k: the products of row k of `rows` `(tiles, m)` with each row of `columns` `(outputs, m)`,
 * `(tiles, outputs, m)`.
 */
// @ts-ignore: decorator
@inline
function weightsTile<T extends number>(
  rows: usize,
  columns: usize,
  out: usize,
  outputs: i32,
  m: i32,
  tile: i32,
): i32 {
  const bytes = <usize>m * sizeof<T>();
  const row = rows + <usize>tile * bytes;
  let to = out + <usize>tile * <usize>outputs * bytes;
  for (let l = 0; l < outputs; l++, columns += bytes, to += bytes) {
    for (let at: usize = 0; at < bytes; at += VECTOR) {
      v128.store(to + at, v128.mul<T>(v128.load(columns + at), v128.load(row + at)));
    }
  }
  return 0;
}

export function patches64(
  pixels: usize,
  out: usize,
  count: i32,
  m: i32,
  channels: i32,
  height: i32,
  width: i32,
  patch: i32,
  tile: i32,
  thread: i32,
): i32 {
  return patchesTile<f64>(pixels, out, count, m, channels, height, width, patch, tile);
}

export function patches32(
  pixels: usize,
  out: usize,
  count: i32,
  m: i32,
  channels: i32,
  height: i32,
  width: i32,
  patch: i32,
  tile: i32,
  thread: i32,
): i32 {
  return patchesTile<f32>(pixels, out, count, m, channels, height, width, patch, tile);
}

export function patchRoots64(
  v: usize,
  out: usize,
  last: usize,
  m: i32,
  size: i32,
  channels: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return rootsTile<f64>(
    v,
    out,
    last,
    m,
    size,
    channels,
    height,
    width,
    patch,
    depth,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

export function patchRoots32(
  v: usize,
  out: usize,
  last: usize,
  m: i32,
  size: i32,
  channels: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return rootsTile<f32>(
    v,
    out,
    last,
    m,
    size,
    channels,
    height,
    width,
    patch,
    depth,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

export function patchWeights64(
  rows: usize,
  columns: usize,
  out: usize,
  outputs: i32,
  m: i32,
  tile: i32,
  thread: i32,
): i32 {
  return weightsTile<f64>(rows, columns, out, outputs, m, tile);
}

export function patchWeights32(
  rows: usize,
  columns: usize,
  out: usize,
  outputs: i32,
  m: i32,
  tile: i32,
  thread: i32,
): i32 {
  return weightsTile<f32>(rows, columns, out, outputs, m, tile);
}
