// Between two convolutions: pixels are gathered, taken through the ReLU and the pooling or back, and scattered, since
// they lie in other orders before and after. f64 and f32 are one generic source.
import { all } from './math';

/** How the pixels `from` make one: NONE one of one, else one of four. */
const NONE: i32 = 0;
const AVERAGE: i32 = 1;

/** Address of row at[p], `bytes` a row. */
// @ts-ignore: decorator
@inline
function rowOf(data: usize, at: usize, p: i32, bytes: usize): usize {
  return data + <usize>load<i32>(at + (<usize>p << 2)) * bytes;
}

// @ts-ignore: decorator
@inline
function pooled<T extends number>(a: v128, b: v128, c: v128, d: v128, pool: i32): v128 {
  const zero = all<T>(0);
  if (pool != AVERAGE) return v128.pmax<T>(v128.max<T>(v128.max<T>(a, b), v128.max<T>(c, d)), zero);
  // Unlike max pmax is one instruction; it keeps a NaN that comes first.
  a = v128.pmax<T>(a, zero);
  b = v128.pmax<T>(b, zero);
  c = v128.pmax<T>(c, zero);
  d = v128.pmax<T>(d, zero);
  return v128.mul<T>(all<T>(0.25), v128.add<T>(v128.add<T>(v128.add<T>(a, b), c), d));
}

/** out[to[p]] <- pool(max(z[from[..]], 0)) for p < rows, k numbers a row. */
// @ts-ignore: decorator
@inline
function forward<T extends number>(z: usize, from: usize, out: usize, to: usize, k: i32, rows: i32, pool: i32): i32 {
  const bytes = <usize>k * sizeof<T>();
  const whole = bytes & ~15;
  for (let p = 0; p < rows; p++) {
    const target = rowOf(out, to, p, bytes);
    if (pool == NONE) {
      const source = rowOf(z, from, p, bytes);
      const zero = all<T>(0);
      for (let at: usize = 0; at < whole; at += 16) {
        v128.store(target + at, v128.pmax<T>(v128.load(source + at), zero));
      }
      for (let at = whole; at < bytes; at += sizeof<T>()) {
        store<T>(target + at, max<T>(load<T>(source + at), <T>0));
      }
    } else {
      const a = rowOf(z, from, 4 * p, bytes);
      const b = rowOf(z, from, 4 * p + 1, bytes);
      const c = rowOf(z, from, 4 * p + 2, bytes);
      const d = rowOf(z, from, 4 * p + 3, bytes);
      for (let at: usize = 0; at < whole; at += 16) {
        const sum = pooled<T>(v128.load(a + at), v128.load(b + at), v128.load(c + at), v128.load(d + at), pool);
        v128.store(target + at, sum);
      }
      for (let at = whole; at < bytes; at += sizeof<T>()) {
        const sum = pooled<T>(
          v128.load_splat<T>(a + at),
          v128.load_splat<T>(b + at),
          v128.load_splat<T>(c + at),
          v128.load_splat<T>(d + at),
          pool,
        );
        store<T>(target + at, v128.extract_lane<T>(sum, 0));
      }
    }
  }
  return 0;
}

/**
 * Those of one of four pixels z that have the gradient: of a maximum the first of the largest, which are not `taken`
 * yet.
 */
// @ts-ignore: decorator
@inline
function open<T extends number>(z: v128, most: v128, taken: v128, pool: i32): v128 {
  const positive = v128.gt<T>(z, all<T>(0));
  return pool == AVERAGE ? positive : v128.andnot(v128.and(positive, v128.eq<T>(z, most)), taken);
}

/** A vector at `address`, or one number in all lanes. */
// @ts-ignore: decorator
@inline
function take<T extends number>(address: usize, vector: bool): v128 {
  return vector ? v128.load(address) : v128.load_splat<T>(address);
}

// @ts-ignore: decorator
@inline
function put<T extends number>(address: usize, value: v128, vector: bool): void {
  if (vector) v128.store(address, value);
  else store<T>(address, v128.extract_lane<T>(value, 0));
}

/** `backward` at one vector or number of one pooled pixel p. */
// @ts-ignore: decorator
@inline
function backFour<T extends number>(
  z: usize,
  from: usize,
  value: v128,
  delta: usize,
  to: usize,
  bytes: usize,
  p: i32,
  pool: i32,
  vector: bool,
): void {
  let most = all<T>(0);
  if (pool != AVERAGE) {
    for (let c = 0; c < 4; c++) most = v128.max<T>(most, take<T>(rowOf(z, from, 4 * p + c, bytes), vector));
  }
  let taken = all<T>(0);
  for (let c = 0; c < 4; c++) {
    const mask = open<T>(take<T>(rowOf(z, from, 4 * p + c, bytes), vector), most, taken, pool);
    taken = v128.or(taken, mask);
    put<T>(rowOf(delta, to, 4 * p + c, bytes), v128.and(value, mask), vector);
  }
}

/**
 * delta[to[..]] <- gradient[up[p]] where z[from[..]] > 0, else 0: an average is shared by four, a maximum goes to the
 * first of the largest. Of pixels that are not pooled z may be what came out of the ReLU.
 */
// @ts-ignore: decorator
@inline
function backward<T extends number>(
  z: usize,
  from: usize,
  gradient: usize,
  up: usize,
  delta: usize,
  to: usize,
  k: i32,
  rows: i32,
  pool: i32,
): i32 {
  const bytes = <usize>k * sizeof<T>();
  const whole = bytes & ~15;
  const zero = all<T>(0);
  const share = all<T>(pool == AVERAGE ? 0.25 : 1);
  for (let p = 0; p < rows; p++) {
    const source = rowOf(gradient, up, p, bytes);
    if (pool == NONE) {
      const row = rowOf(z, from, p, bytes);
      const target = rowOf(delta, to, p, bytes);
      for (let at: usize = 0; at < whole; at += 16) {
        v128.store(target + at, v128.and(v128.load(source + at), v128.gt<T>(v128.load(row + at), zero)));
      }
      for (let at = whole; at < bytes; at += sizeof<T>()) {
        store<T>(target + at, load<T>(row + at) > 0 ? load<T>(source + at) : <T>0);
      }
    } else {
      for (let at: usize = 0; at < whole; at += 16) {
        const value = v128.mul<T>(share, v128.load(source + at));
        backFour<T>(z + at, from, value, delta + at, to, bytes, p, pool, true);
      }
      for (let at = whole; at < bytes; at += sizeof<T>()) {
        const value = v128.mul<T>(share, v128.load_splat<T>(source + at));
        backFour<T>(z + at, from, value, delta + at, to, bytes, p, pool, false);
      }
    }
  }
  return 0;
}

/** images[to[p]] <- the pixel p of n images x of planes, `channels` numbers a row. */
// @ts-ignore: decorator
@inline
function pixels<T extends number>(x: usize, images: usize, to: usize, channels: i32, area: i32, n: i32): i32 {
  const bytes = <usize>channels * sizeof<T>();
  for (let i = 0; i < n; i++) {
    const planes = x + <usize>i * <usize>area * bytes;
    for (let p = 0; p < area; p++) {
      const target = rowOf(images, to, i * area + p, bytes);
      for (let c = 0; c < channels; c++) {
        store<T>(target + <usize>c * sizeof<T>(), load<T>(planes + <usize>(c * area + p) * sizeof<T>()));
      }
    }
  }
  return 0;
}

export function convRelu64(z: usize, from: usize, out: usize, to: usize, k: i32, rows: i32, pool: i32): i32 {
  return forward<f64>(z, from, out, to, k, rows, pool);
}

export function convRelu32(z: usize, from: usize, out: usize, to: usize, k: i32, rows: i32, pool: i32): i32 {
  return forward<f32>(z, from, out, to, k, rows, pool);
}

export function convReluBack64(
  z: usize,
  from: usize,
  gradient: usize,
  up: usize,
  delta: usize,
  to: usize,
  k: i32,
  rows: i32,
  pool: i32,
): i32 {
  return backward<f64>(z, from, gradient, up, delta, to, k, rows, pool);
}

export function convReluBack32(
  z: usize,
  from: usize,
  gradient: usize,
  up: usize,
  delta: usize,
  to: usize,
  k: i32,
  rows: i32,
  pool: i32,
): i32 {
  return backward<f32>(z, from, gradient, up, delta, to, k, rows, pool);
}

export function convPixels64(x: usize, images: usize, to: usize, channels: i32, area: i32, n: i32): i32 {
  return pixels<f64>(x, images, to, channels, area, n);
}

export function convPixels32(x: usize, images: usize, to: usize, channels: i32, area: i32, n: i32): i32 {
  return pixels<f32>(x, images, to, channels, area, n);
}
