// Convolutions with 3 x 3 filters by the minimal products of Winograd, F(4 x 4, 3 x 3): a tile of 4 x 4 pixels of Y
// takes 36 products a pair of channels instead of 144, Y = Aᵀ[(G F Gᵀ) ⊙ (Bᵀ X B)]A on tiles X of 6 x 6 pixels. The
// points are 0, ±√½, ±√2 and ∞, whose roundings are about half as large as those of 0, ±1, ±2. Channels lie last, so
// that a vector holds four of them. A transformed tile is one number a channel in each of 36 planes: `plane` bytes
// apart, `(tiles, channels)`.
import { VECTOR } from './windows';
import { add, IN, PLANES, storeBoth, sub, times } from './winograd-tiles';

// √½ and √2, and their cubes.
const ROOT: f32 = 0.7071067811865476;
const ROOT3: f32 = 0.3535533905932738;
const INVERSE: f32 = 1.4142135623730951;
const INVERSE3: f32 = 2.8284271247461903;

// Side of a tile of Y.
const OUT: i32 = 4;

// A call's scratch: addresses of a tile's pixels, a transform's first half, a row of zeros or for what nobody reads.
const HALFWAY: usize = 256;
const ROW: usize = HALFWAY + <usize>PLANES * VECTOR;

/** Six numbers, `step` bytes apart, of Bᵀ d. */
// @ts-ignore: decorator
@inline
function data(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, to: usize, step: usize): void {
  v128.store(to, sub(add(d0, d4), times(2.5, d2)));
  let even = sub(d4, times(2, d2));
  let odd = sub(times(ROOT, d3), times(INVERSE, d1));
  storeBoth(even, odd, to + step, step);
  even = sub(d4, times(0.5, d2));
  odd = sub(times(INVERSE, d3), times(ROOT, d1));
  storeBoth(even, odd, to + 3 * step, step);
  v128.store(to + 5 * step, sub(add(d1, d5), times(2.5, d3)));
}

/** max(a, 0) where that is asked for. */
// @ts-ignore: decorator
@inline
function kept(a: v128, rectify: bool): v128 {
  return rectify ? f32x4.pmax(a, f32x4.splat(0)) : a;
}

/** Four numbers of Aᵀ m, m `step` bytes apart, or their positive parts. */
// @ts-ignore: decorator
@inline
function result(m: usize, step: usize, y0: usize, y1: usize, y2: usize, y3: usize, rectify: bool): void {
  let a = v128.load(m + step);
  let b = v128.load(m + 2 * step);
  const even = add(a, b);
  const odd = sub(a, b);
  a = v128.load(m + 3 * step);
  b = v128.load(m + 4 * step);
  const wideEven = add(a, b);
  const wideOdd = sub(a, b);
  v128.store(y0, kept(add(v128.load(m), add(even, wideEven)), rectify));
  v128.store(y1, kept(add(times(ROOT, odd), times(INVERSE, wideOdd)), rectify));
  v128.store(y2, kept(add(times(0.5, even), times(2, wideEven)), rectify));
  const last = add(v128.load(m + 5 * step), add(times(ROOT3, odd), times(INVERSE3, wideOdd)));
  v128.store(y3, kept(last, rectify));
}

/** Six numbers of A y. */
// @ts-ignore: decorator
@inline
function gradient(y0: v128, y1: v128, y2: v128, y3: v128, to: usize, step: usize): void {
  v128.store(to, y0);
  let even = add(y0, times(0.5, y2));
  let odd = add(times(ROOT, y1), times(ROOT3, y3));
  storeBoth(even, odd, to + step, step);
  even = add(y0, times(2, y2));
  odd = add(times(INVERSE, y1), times(INVERSE3, y3));
  storeBoth(even, odd, to + 3 * step, step);
  v128.store(to + 5 * step, y3);
}

/**
 * Addresses of the `side`² pixels of a tile, whose first one is (OUT row - pad, OUT col - pad), at the start of
 * scratch; those outside of the image are at `outside`.
 */
// @ts-ignore: decorator
@inline
function locate(
  images: usize,
  height: i32,
  width: i32,
  bytes: usize,
  padTop: i32,
  padLeft: i32,
  down: i32,
  across: i32,
  tile: i32,
  side: i32,
  scratch: usize,
  outside: usize,
): void {
  const image = tile / (down * across);
  const top = OUT * ((tile / across) % down) - padTop;
  const left = OUT * (tile % across) - padLeft;
  let to = scratch;
  for (let r = top; r < top + side; r++) {
    const line = images + <usize>((image * height + r) * width) * bytes;
    for (let c = left; c < left + side; c++, to += 4) {
      const inside = r >= 0 && r < height && c >= 0 && c < width;
      store<u32>(to, <u32>(inside ? line + <usize>c * bytes : outside));
    }
  }
}

/** Four channels of a pixel, `at` bytes from the first. */
// @ts-ignore: decorator
@inline
function pixel(table: usize, index: usize, at: usize): v128 {
  return v128.load(<usize>load<u32>(table + 4 * index) + at);
}

/** `partial`: without those of four channels that `mask` says belong to the next pixel. */
// @ts-ignore: decorator
@inline
function own(channels: v128, partial: bool, mask: v128): v128 {
  return partial ? v128.and(channels, mask) : channels;
}

/** Bᵀ X B of four channels, `at` bytes from the first. */
// @ts-ignore: decorator
@inline
function dataOf(scratch: usize, at: usize, planes: usize, plane: usize, partial: bool, mask: v128): void {
  let to = scratch + HALFWAY;
  for (let table = scratch; table < scratch + 24; table += 4, to += VECTOR) {
    data(
      own(pixel(table, 0, at), partial, mask),
      own(pixel(table, 6, at), partial, mask),
      own(pixel(table, 12, at), partial, mask),
      own(pixel(table, 18, at), partial, mask),
      own(pixel(table, 24, at), partial, mask),
      own(pixel(table, 30, at), partial, mask),
      to,
      6 * VECTOR,
    );
  }
  let from = scratch + HALFWAY;
  for (let i = 0; i < IN; i++, from += 6 * VECTOR, planes += 6 * plane) {
    data(
      v128.load(from),
      v128.load(from, 16),
      v128.load(from, 32),
      v128.load(from, 48),
      v128.load(from, 64),
      v128.load(from, 80),
      planes,
      plane,
    );
  }
}

/**
 * Bᵀ X B of `count` tiles from `first` on, of images `(n, height, width, channels)`; `down` x `across` tiles an image.
 * Planes have channels up to a multiple of four, those that are not there 0.
 */
export function winogradData32(
  images: usize,
  planes: usize,
  scratch: usize,
  height: i32,
  width: i32,
  channels: i32,
  padTop: i32,
  padLeft: i32,
  down: i32,
  across: i32,
  first: i32,
  count: i32,
  plane: usize,
): void {
  const bytes = <usize>channels << 2;
  const whole = bytes & ~15;
  const rest = <i32>(bytes - whole) >> 2;
  const mask = i32x4(rest > 0 ? -1 : 0, rest > 1 ? -1 : 0, rest > 2 ? -1 : 0, 0);
  memory.fill(scratch + ROW, 0, bytes + VECTOR);
  for (let t = first; t < first + count; t++) {
    locate(images, height, width, bytes, padTop, padLeft, down, across, t, IN, scratch, scratch + ROW);
    for (let at: usize = 0; at < whole; at += VECTOR, planes += VECTOR) {
      dataOf(scratch, at, planes, plane, false, mask);
    }
    if (rest > 0) {
      dataOf(scratch, whole, planes, plane, true, mask);
      planes += VECTOR;
    }
  }
}

/** A Y Aᵀ of tiles of the gradient by Y, as in `winogradData32`: its pixels stand where those of Y do. */
export function winogradGradient32(
  images: usize,
  planes: usize,
  scratch: usize,
  height: i32,
  width: i32,
  channels: i32,
  down: i32,
  across: i32,
  first: i32,
  count: i32,
  plane: usize,
): void {
  const bytes = <usize>channels << 2;
  memory.fill(scratch + ROW, 0, bytes);
  for (let t = first; t < first + count; t++) {
    locate(images, height, width, bytes, 0, 0, down, across, t, OUT, scratch, scratch + ROW);
    for (let at: usize = 0; at < bytes; at += VECTOR, planes += VECTOR) {
      let to = scratch + HALFWAY;
      for (let table = scratch; table < scratch + 16; table += 4, to += VECTOR) {
        gradient(
          pixel(table, 0, at),
          pixel(table, 4, at),
          pixel(table, 8, at),
          pixel(table, 12, at),
          to,
          4 * VECTOR,
        );
      }
      let from = scratch + HALFWAY;
      let out = planes;
      for (let i = 0; i < IN; i++, from += 4 * VECTOR, out += 6 * plane) {
        gradient(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), out, plane);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function resultOf(
  planes: usize,
  images: usize,
  scratch: usize,
  height: i32,
  width: i32,
  channels: i32,
  down: i32,
  across: i32,
  first: i32,
  count: i32,
  plane: usize,
  rectify: bool,
): void {
  const bytes = <usize>channels << 2;
  for (let t = first; t < first + count; t++) {
    locate(images, height, width, bytes, 0, 0, down, across, t, OUT, scratch, scratch + ROW);
    for (let at: usize = 0; at < bytes; at += VECTOR, planes += VECTOR) {
      let to = scratch + HALFWAY;
      let from = planes;
      for (let j = 0; j < IN; j++, from += plane, to += VECTOR) {
        result(from, 6 * plane, to, to + 6 * VECTOR, to + 12 * VECTOR, to + 18 * VECTOR, false);
      }
      from = scratch + HALFWAY;
      for (let table = scratch; table < scratch + 64; table += 16, from += 6 * VECTOR) {
        result(
          from,
          VECTOR,
          <usize>load<u32>(table) + at,
          <usize>load<u32>(table, 4) + at,
          <usize>load<u32>(table, 8) + at,
          <usize>load<u32>(table, 12) + at,
          rectify,
        );
      }
    }
  }
}

/** Y = Aᵀ M A of tiles, into images `(n, height, width, channels)`; max(Y, 0) if `relu` is not 0. */
export function winogradResult32(
  planes: usize,
  images: usize,
  scratch: usize,
  height: i32,
  width: i32,
  channels: i32,
  down: i32,
  across: i32,
  first: i32,
  count: i32,
  plane: usize,
  relu: i32,
): void {
  if (relu) resultOf(planes, images, scratch, height, width, channels, down, across, first, count, plane, true);
  else resultOf(planes, images, scratch, height, width, channels, down, across, first, count, plane, false);
}
