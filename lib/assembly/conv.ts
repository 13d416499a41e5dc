// The convolutional tangent kernel of pairs of images, whole recursion in cache: a tile is one image on the left and a
// cache line of images on the right, taken a vector at a time, whose maps lie in the core's own cache. f64 and f32 are
// one generic source. Above 400 lines: AssemblyScript exports no generics, so each kernel is spelled out in both
// precisions.
import { all } from './math';
import { cosine, INVERSE_PI, PAIR, relu, sine, TRIPLE } from './relu';
import { LINE, linesOf, ofImage, spread, sumOf, take, VECTOR } from './windows';

/**
 * The inner products of two left images in the places of `take`, those of the second after those of the first, from
 * patches: of the left images `size` numbers at each position, `xStep` bytes apart; of the right ones a cache line for
 * each of these numbers, one after another. For two at once each line is fetched once.
 */
// @ts-ignore: decorator
@inline
function multiply<T extends number>(
  x: usize,
  second: usize,
  xStep: usize,
  z: usize,
  size: i32,
  scale: v128,
  to: usize,
  positions: i32,
): void {
  const length = <usize>positions * VECTOR;
  const next = second - x;
  for (let a = 0; a < positions; a++, x += xStep, to += VECTOR) {
    let s0 = all<T>(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let r0 = s0;
    let r1 = s0;
    let r2 = s0;
    let r3 = s0;
    const end = x + <usize>size * sizeof<T>();
    for (let from = x; from < end; from += sizeof<T>(), z += LINE) {
      const one = v128.load_splat<T>(from);
      const other = v128.load_splat<T>(from + next);
      const z0 = v128.load(z);
      const z1 = v128.load(z, 16);
      const z2 = v128.load(z, 32);
      const z3 = v128.load(z, 48);
      s0 = v128.add<T>(s0, v128.mul<T>(one, z0));
      s1 = v128.add<T>(s1, v128.mul<T>(one, z1));
      s2 = v128.add<T>(s2, v128.mul<T>(one, z2));
      s3 = v128.add<T>(s3, v128.mul<T>(one, z3));
      r0 = v128.add<T>(r0, v128.mul<T>(other, z0));
      r1 = v128.add<T>(r1, v128.mul<T>(other, z1));
      r2 = v128.add<T>(r2, v128.mul<T>(other, z2));
      r3 = v128.add<T>(r3, v128.mul<T>(other, z3));
    }
    v128.store(to, v128.mul<T>(scale, s0));
    v128.store(to + length, v128.mul<T>(scale, s1));
    v128.store(to + 2 * length, v128.mul<T>(scale, s2));
    v128.store(to + 3 * length, v128.mul<T>(scale, s3));
    v128.store(to + 4 * length, v128.mul<T>(scale, r0));
    v128.store(to + 5 * length, v128.mul<T>(scale, r1));
    v128.store(to + 6 * length, v128.mul<T>(scale, r2));
    v128.store(to + 7 * length, v128.mul<T>(scale, r3));
  }
}

/**
 * The recursion of one vector of right images from their inner products: n and t after the last ReLU, at the upper left
 * positions of `map`. `kept`, unless 0, receives n, t and k0 of each layer as they are before and in its ReLU. The
 * roots of the variances of all layers and positions are `VECTOR` bytes apart, of the left image one number each, of
 * the right ones a vector. `sums` is a line of cells.
 */
// @ts-ignore: decorator
@inline
function forward<T extends number>(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  map: usize,
  sums: usize,
  kept: usize,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
): void {
  const last = map + <usize>(height * width) * PAIR;
  let x = xRoots;
  let z = zRoots;
  let cell = kept;
  for (let to = map; to < last; to += PAIR) {
    const n = v128.load(products);
    const s = v128.mul<T>(v128.load_splat<T>(x), v128.load(z));
    if (kept != 0) {
      v128.store(cell, n);
      v128.store(cell, n, VECTOR);
    }
    relu<T>(n, n, s, true, to, kept != 0 ? cell + PAIR : 0);
    products += VECTOR;
    x += VECTOR;
    z += VECTOR;
    if (kept != 0) cell += TRIPLE;
  }
  const line = <usize>width * PAIR;
  let rows = height;
  let cols = width;
  for (let l = 1; l < depth; l++) {
    const before = <usize>cols * PAIR;
    rows -= patch - 1;
    cols -= patch - 1;
    for (let r = 0; r < rows; r++) {
      const from = map + <usize>r * line;
      const place = <usize>((l * height + r) * width);
      x = xRoots + place * VECTOR;
      z = zRoots + place * VECTOR;
      if (kept != 0) cell = kept + place * TRIPLE;
      const end = <usize>cols * PAIR;
      // Sums down the columns of a window: of the usual one they stay in registers from one window to the next.
      let n0 = all<T>(0);
      let n1 = n0;
      let t0 = n0;
      let t1 = n0;
      if (patch == 3) {
        n0 = sumOf<T>(from, line, 3);
        t0 = sumOf<T>(from + VECTOR, line, 3);
        n1 = sumOf<T>(from + PAIR, line, 3);
        t1 = sumOf<T>(from + PAIR + VECTOR, line, 3);
      } else {
        for (let at: usize = 0; at < before; at += VECTOR) v128.store(sums + at, sumOf<T>(from + at, line, patch));
      }
      for (let at: usize = 0; at < end; at += PAIR) {
        let n: v128;
        let t: v128;
        if (patch == 3) {
          const n2 = sumOf<T>(from + at + 2 * PAIR, line, 3);
          const t2 = sumOf<T>(from + at + 2 * PAIR + VECTOR, line, 3);
          n = v128.add<T>(v128.add<T>(n0, n1), n2);
          t = v128.add<T>(n, v128.add<T>(v128.add<T>(t0, t1), t2));
          n0 = n1;
          n1 = n2;
          t0 = t1;
          t1 = t2;
        } else {
          n = sumOf<T>(sums + at, PAIR, patch);
          t = v128.add<T>(n, sumOf<T>(sums + at + VECTOR, PAIR, patch));
        }
        const s = v128.mul<T>(v128.load_splat<T>(x), v128.load(z));
        if (kept != 0) {
          v128.store(cell, n);
          v128.store(cell, t, VECTOR);
        }
        relu<T>(n, t, s, false, from + at, kept != 0 ? cell + PAIR : 0);
        x += VECTOR;
        z += VECTOR;
        if (kept != 0) cell += TRIPLE;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function forwardTile<T extends number>(
  products: usize,
  patches: usize,
  xRoots: usize,
  zRoots: usize,
  out: usize,
  b: i32,
  m: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  tangent: i32,
  diagonal: i32,
  size: i32,
  channels: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const bytes = <usize>sizeof<T>();
  const stride = <usize>m * bytes;
  const across = linesOf(stride);
  // Patches of right images are met by all left ones, two at a time, while they are in the cache.
  const pairs = (b + 1) / 2;
  const first = size == 0 ? <usize>tile / across : 2 * <usize>(tile % pairs);
  const last = size == 0 ? first : min(first + 1, <usize>b - 1);
  const start = (size == 0 ? <usize>tile % across : <usize>(tile / pairs)) * LINE;
  if (start > (last + diagonal) * bytes) return 0;
  const end = min(start + LINE, stride);
  const map = scratch + <usize>thread * scratchBytes;
  const sums = map + <usize>(height * width) * PAIR;
  const panel = <usize>(depth * height * width) * VECTOR;
  const rows = height - (depth - 1) * (patch - 1);
  const cols = width - (depth - 1) * (patch - 1);
  const share = all<T>(1 / <f64>(rows * cols));
  const length = <usize>(height * width) * VECTOR;
  const tiles = sums + <usize>width * PAIR;
  if (size == 0) {
    take(products + first * stride + start, <usize>b * stride, end - start, tiles, height * width);
  } else {
    const row = <usize>size * bytes;
    const scale = all<T>(1 / <f64>channels);
    const others = patches + start * <usize>(height * width * size);
    const own = products + first * row;
    const second = products + last * row;
    multiply<T>(own, second, <usize>b * row, others, size, scale, tiles, height * width);
  }
  for (let i = first; i <= last; i++) {
    const xs = ofImage<T>(xRoots, i, panel);
    let taken = tiles + (i - first) * 4 * length;
    for (let at = start; at < end; at += VECTOR, taken += length) {
      const zs = zRoots + (at / VECTOR) * panel;
      forward<T>(taken, xs, zs, map, sums, 0, height, width, patch, depth);
      let sum = all<T>(0);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < cols; c++) {
          const cell = map + <usize>(r * width + c) * PAIR;
          sum = v128.add<T>(sum, v128.load(cell));
          if (tangent) sum = v128.add<T>(sum, v128.load(cell, VECTOR));
        }
      }
      v128.store(out + i * stride + at, v128.mul<T>(sum, share));
    }
  }
  return 0;
}

/**
 * Back through one ReLU: its cell of n, t and k0, and the cell of the adjoints of its results, which become those of
 * its arguments.
 */
// @ts-ignore: decorator
@inline
function reluBack<T extends number>(cell: usize, bars: usize, x: v128, z: v128): void {
  const inverse = all<T>(INVERSE_PI);
  const zero = all<T>(0);
  // 1 / (2 q) of the left image, 0 where q is.
  const half = v128.andnot(v128.div<T>(all<T>(0.5), v128.mul<T>(x, x)), v128.eq<T>(x, zero));
  const value = v128.load(cell);
  const s = v128.mul<T>(x, z);
  const sigma = v128.mul<T>(s, sine<T>(cosine<T>(value, s)));
  const upN = v128.load(bars);
  const upT = v128.load(bars, VECTOR);
  const k0 = v128.load(cell, PAIR);
  // At equal directions the infinite terms of N and q cancel.
  const flat = v128.le<T>(sigma, v128.mul<T>(s, all<T>(sizeof<T>() == 8 ? 1e-7 : 1e-3)));
  const steep = v128.div<T>(v128.mul<T>(inverse, v128.mul<T>(upT, v128.load(cell, VECTOR))), sigma);
  const e = v128.andnot(steep, flat);
  const downT = v128.mul<T>(k0, upT);
  const radial = v128.sub<T>(v128.mul<T>(inverse, v128.mul<T>(upN, sigma)), v128.mul<T>(e, value));
  // N also feeds the tangent part of its own layer, so what goes down is dN + dT.
  v128.store(bars, v128.add<T>(v128.add<T>(v128.mul<T>(k0, upN), e), downT));
  v128.store(bars, downT, VECTOR);
  v128.store(bars, v128.add<T>(v128.load(bars, PAIR), v128.mul<T>(half, radial)), PAIR);
}

// @ts-ignore: decorator
@inline
function backwardTile<T extends number>(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  variances: usize,
  b: i32,
  m: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  tangent: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const stride = <usize>m * size;
  const across = linesOf(stride);
  const i = <usize>tile / across;
  const start = (<usize>tile % across) * LINE;
  const end = min(start + LINE, stride);
  const positions = height * width;
  const line = <usize>width * TRIPLE;
  // N, T and k0 of each layer, then the adjoints; the running N and T stand where the adjoints will.
  const kept = scratch + <usize>thread * scratchBytes;
  const bars = kept + <usize>(depth * positions) * TRIPLE;
  const sums = bars + <usize>positions * TRIPLE;
  const panel = <usize>(depth * positions) * VECTOR;
  const pitch = <usize>b * stride;
  const xs = ofImage<T>(xRoots, i, panel);
  let taken = sums + <usize>width * PAIR;
  take(products + i * stride + start, pitch, end - start, taken, positions);
  for (let at = start; at < end; at += VECTOR, taken += <usize>positions * VECTOR) {
    const from = i * stride + at;
    const zs = zRoots + (at / VECTOR) * panel;
    forward<T>(taken, xs, zs, bars, sums, kept, height, width, patch, depth);
    let rows = height - (depth - 1) * (patch - 1);
    let cols = width - (depth - 1) * (patch - 1);
    const share = all<T>(1 / <f64>(rows * cols));
    const tangentShare = tangent ? share : all<T>(0);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        const bar = bars + <usize>r * line + <usize>c * TRIPLE;
        v128.store(bar, share);
        v128.store(bar, tangentShare, VECTOR);
        v128.store(bar, all<T>(0), PAIR);
      }
    }
    for (let l = depth - 1; l >= 0; l--) {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < cols; c++) {
          const place = <usize>((l * height + r) * width + c);
          const bar = bars + <usize>r * line + <usize>c * TRIPLE;
          const x = v128.load_splat<T>(xs + place * VECTOR);
          reluBack<T>(kept + place * TRIPLE, bar, x, v128.load(zs + place * VECTOR));
        }
      }
      if (l > 0) {
        spread<T>(bars, rows, cols, patch, line, TRIPLE);
        rows += patch - 1;
        cols += patch - 1;
      }
    }
    for (let a = 0; a < positions; a++) {
      const bar = bars + <usize>a * TRIPLE;
      v128.store(products + from + <usize>a * pitch, v128.load(bar));
      v128.store(variances + from + <usize>a * pitch, v128.load(bar, PAIR));
    }
  }
  return 0;
}

/**
 * K of the images i and j from their inner products at each position, `(positions, b, m)`, or, where `size` is not 0,
 * from their patches, `(positions, b, size)` and a cache line of images after the other `(positions, size, line)`; and
 * the roots of their variances before each ReLU, images in vectors: `(b / lanes, depth, positions, lanes)` and
 * `(m / lanes, ...)`, whole vectors both. Tiles right of j = i + diagonal are left alone.
 */
export function convTangent64(
  products: usize,
  patches: usize,
  xRoots: usize,
  zRoots: usize,
  out: usize,
  b: i32,
  m: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  tangent: i32,
  diagonal: i32,
  size: i32,
  channels: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return forwardTile<f64>(
    products,
    patches,
    xRoots,
    zRoots,
    out,
    b,
    m,
    height,
    width,
    patch,
    depth,
    tangent,
    diagonal,
    size,
    channels,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

export function convTangent32(
  products: usize,
  patches: usize,
  xRoots: usize,
  zRoots: usize,
  out: usize,
  b: i32,
  m: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  tangent: i32,
  diagonal: i32,
  size: i32,
  channels: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return forwardTile<f32>(
    products,
    patches,
    xRoots,
    zRoots,
    out,
    b,
    m,
    height,
    width,
    patch,
    depth,
    tangent,
    diagonal,
    size,
    channels,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

/** dK by the inner products, in their place, and by the left variances, `(positions, b, m)` both. */
export function convTangentGradient64(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  variances: usize,
  b: i32,
  m: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  tangent: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return backwardTile<f64>(
    products,
    xRoots,
    zRoots,
    variances,
    b,
    m,
    height,
    width,
    patch,
    depth,
    tangent,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

export function convTangentGradient32(
  products: usize,
  xRoots: usize,
  zRoots: usize,
  variances: usize,
  b: i32,
  m: i32,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  tangent: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return backwardTile<f32>(
    products,
    xRoots,
    zRoots,
    variances,
    b,
    m,
    height,
    width,
    patch,
    depth,
    tangent,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}
