// The batch and the elementwise parts of a gradient step of a small ReLU network with one output, in place and in as
// few passes as there are. Doubles; weights of the output are one row. pmax(z, 0) keeps a NaN as max does, which takes
// several instructions.

/** H <- max(H, 0), f = s H w; H (b, k), w (k), f (b). */
export function reluReadout(h: usize, w: usize, f: usize, b: i32, k: i32, scale: f64): void {
  const bytes = <usize>k << 3;
  let j = 0;
  // Four rows at a time share the loads of w.
  for (; j + 4 <= b; j += 4, h += 4 * bytes, f += 32) fourRows(h, w, f, bytes, scale);
  for (; j < b; j++, h += bytes, f += 8) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at: usize = 0;
    for (; at + 64 <= bytes; at += 64) {
      s0 = f64x2.add(s0, f64x2.mul(rectify(h + at), v128.load(w + at)));
      s1 = f64x2.add(s1, f64x2.mul(rectify(h + at + 16), v128.load(w + at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(rectify(h + at + 32), v128.load(w + at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(rectify(h + at + 48), v128.load(w + at, 48)));
    }
    store<f64>(f, scale * (total(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3))) + rest(h, w, at, bytes)));
  }
}

// @ts-ignore: decorator
@inline
function fourRows(h: usize, w: usize, f: usize, bytes: usize, scale: f64): void {
  const h1 = h + bytes;
  const h2 = h1 + bytes;
  const h3 = h2 + bytes;
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const weight = v128.load(w + at);
    s0 = f64x2.add(s0, f64x2.mul(rectify(h + at), weight));
    s1 = f64x2.add(s1, f64x2.mul(rectify(h1 + at), weight));
    s2 = f64x2.add(s2, f64x2.mul(rectify(h2 + at), weight));
    s3 = f64x2.add(s3, f64x2.mul(rectify(h3 + at), weight));
  }
  store<f64>(f, scale * (total(s0) + rest(h, w, at, bytes)));
  store<f64>(f, scale * (total(s1) + rest(h1, w, at, bytes)), 8);
  store<f64>(f, scale * (total(s2) + rest(h2, w, at, bytes)), 16);
  store<f64>(f, scale * (total(s3) + rest(h3, w, at, bytes)), 24);
}

/** z <- max(z, 0), one vector, which it gives back. */
// @ts-ignore: decorator
@inline
function rectify(z: usize): v128 {
  const value = f64x2.pmax(v128.load(z), f64x2.splat(0));
  v128.store(z, value);
  return value;
}

// @ts-ignore: decorator
@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Of one row, what whole vectors leave. */
// @ts-ignore: decorator
@inline
function rest(h: usize, w: usize, at: usize, bytes: usize): f64 {
  let sum: f64 = 0;
  for (; at < bytes; at += 8) {
    const value = max<f64>(load<f64>(h + at), 0);
    store<f64>(h + at, value);
    sum += value * load<f64>(w + at);
  }
  return sum;
}

/** D = s g wᵀ ⊙ 1{H > 0}; H, D (b, k), w (k), g (b). */
export function readoutDelta(g: usize, w: usize, h: usize, d: usize, b: i32, k: i32, scale: f64): void {
  const bytes = <usize>k << 3;
  const zero = f64x2.splat(0);
  for (const end = g + (<usize>b << 3); g < end; g += 8) {
    const slope = scale * load<f64>(g);
    const slopes = f64x2.splat(slope);
    let at = w;
    for (const stop = w + (bytes & ~63); at < stop; at += 64, h += 64, d += 64) {
      v128.store(d, gated(h, f64x2.mul(slopes, v128.load(at)), zero));
      v128.store(d, gated(h + 16, f64x2.mul(slopes, v128.load(at, 16)), zero), 16);
      v128.store(d, gated(h + 32, f64x2.mul(slopes, v128.load(at, 32)), zero), 32);
      v128.store(d, gated(h + 48, f64x2.mul(slopes, v128.load(at, 48)), zero), 48);
    }
    for (const stop = w + bytes; at < stop; at += 8, h += 8, d += 8) {
      store<f64>(d, load<f64>(h) > 0 ? slope * load<f64>(at) : 0);
    }
  }
}

// @ts-ignore: decorator
@inline
function gated(h: usize, value: v128, zero: v128): v128 {
  return v128.and(value, f64x2.gt(v128.load(h), zero));
}

/** out_i <- x[rows_i], targets_i <- y[rows_i] for i < b; rows of x and out have `cols` numbers. */
export function takeBatch(x: usize, y: usize, rows: usize, out: usize, targets: usize, b: i32, cols: i32): void {
  const bytes = <usize>cols << 3;
  for (const end = rows + (<usize>b << 2); rows < end; rows += 4, targets += 8) {
    const i = <usize>load<u32>(rows);
    store<f64>(targets, load<f64>(y + (i << 3)));
    let from = x + i * bytes;
    for (const stop = out + (bytes & ~15); out < stop; out += 16, from += 16) v128.store(out, v128.load(from));
    if ((bytes & 8) != 0) {
      store<f64>(out, load<f64>(from));
      out += 8;
    }
  }
}

/** z <- max(z, 0), over count numbers. */
export function reluApply(z: usize, count: i32): void {
  const end = z + (<usize>count << 3);
  for (; z + 16 <= end; z += 16) rectify(z);
  if (z < end) store<f64>(z, max<f64>(load<f64>(z), 0));
}

/** z <- max(z, 0), out <- zᵀ; z (b, k), out (k, b). */
export function reluTurn(z: usize, out: usize, b: i32, k: i32): void {
  const zero = f64x2.splat(0);
  const stride = <usize>k << 3;
  const height = <usize>b << 3;
  let j = 0;
  for (; j + 2 <= b; j += 2, z += 2 * stride) {
    let from = z;
    let to = out + (<usize>j << 3);
    for (const end = z + (stride & ~15); from < end; from += 16, to += 2 * height) {
      const above = f64x2.pmax(v128.load(from), zero);
      const below = f64x2.pmax(v128.load(from + stride), zero);
      v128.store(from, above);
      v128.store(from + stride, below);
      v128.store(to, v128.shuffle<f64>(above, below, 0, 2));
      v128.store(to + height, v128.shuffle<f64>(above, below, 1, 3));
    }
    if ((stride & 8) != 0) {
      turnOne(from, to);
      turnOne(from + stride, to + 8);
    }
  }
  if (j < b) {
    let to = out + (<usize>j << 3);
    for (const end = z + stride; z < end; z += 8, to += height) turnOne(z, to);
  }
}

// @ts-ignore: decorator
@inline
function turnOne(z: usize, to: usize): void {
  const value = max<f64>(load<f64>(z), 0);
  store<f64>(z, value);
  store<f64>(to, value);
}

/** g <- g 1{h > 0}. */
export function reluChain(g: usize, h: usize, count: i32): void {
  const zero = f64x2.splat(0);
  const end = h + (<usize>count << 3);
  for (; h + 16 <= end; h += 16, g += 16) v128.store(g, gated(h, v128.load(g), zero));
  if (h < end && !(load<f64>(h) > 0)) store<f64>(g, 0);
}
