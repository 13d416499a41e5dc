// The batch and the elementwise parts of a gradient step of a small ReLU network with one output, in place and in as few
// passes as there are: for few samples a call of BLAS costs more than the work in it. Doubles; weights of the output are
// one row. pmax(z, 0) keeps a NaN as max does, which takes several instructions.

/** f = s max(H, 0) w, or s H w without `relu`; H (b, k), w (k), f (b). */
export function readout(h: usize, w: usize, f: usize, b: i32, k: i32, scale: f64, relu: bool): void {
  const bytes = <usize>k << 3;
  const low = f64x2.splat(relu ? 0 : -Infinity);
  let j = 0;
  // Four rows at a time share the loads of w.
  for (; j + 4 <= b; j += 4, h += 4 * bytes, f += 32) {
    fourSums(h, bytes, w, f, scale, low);
  }
  for (; j < b; j++, h += bytes, f += 8) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at: usize = 0;
    for (; at + 64 <= bytes; at += 64) {
      s0 = f64x2.add(s0, f64x2.mul(f64x2.pmax(v128.load(h + at), low), v128.load(w + at)));
      s1 = f64x2.add(s1, f64x2.mul(f64x2.pmax(v128.load(h + at, 16), low), v128.load(w + at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(f64x2.pmax(v128.load(h + at, 32), low), v128.load(w + at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(f64x2.pmax(v128.load(h + at, 48), low), v128.load(w + at, 48)));
    }
    store<f64>(f, scale * (total(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3))) + rest(h, w, at, bytes, low)));
  }
}

// @ts-ignore: decorator
@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Of one row, what whole vectors leave. */
// @ts-ignore: decorator
@inline
function rest(h: usize, w: usize, at: usize, bytes: usize, low: v128): f64 {
  let sum: f64 = 0;
  for (; at < bytes; at += 8) sum += max<f64>(load<f64>(h + at), f64x2.extract_lane(low, 0)) * load<f64>(w + at);
  return sum;
}

// @ts-ignore: decorator
@inline
function fourSums(h: usize, bytes: usize, w: usize, f: usize, scale: f64, low: v128): void {
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
    s0 = f64x2.add(s0, f64x2.mul(f64x2.pmax(v128.load(h + at), low), weight));
    s1 = f64x2.add(s1, f64x2.mul(f64x2.pmax(v128.load(h1 + at), low), weight));
    s2 = f64x2.add(s2, f64x2.mul(f64x2.pmax(v128.load(h2 + at), low), weight));
    s3 = f64x2.add(s3, f64x2.mul(f64x2.pmax(v128.load(h3 + at), low), weight));
  }
  store<f64>(f, scale * (total(s0) + rest(h, w, at, bytes, low)));
  store<f64>(f, scale * (total(s1) + rest(h1, w, at, bytes, low)), 8);
  store<f64>(f, scale * (total(s2) + rest(h2, w, at, bytes, low)), 16);
  store<f64>(f, scale * (total(s3) + rest(h3, w, at, bytes, low)), 24);
}

/** One vector of D and what it adds to w; `scaled` and `rated` are s g_j and r g_j. */
// @ts-ignore: decorator
@inline
function gatedStep(h: usize, d: usize, old: v128, sum: v128, low: v128, scaled: v128, rated: v128): v128 {
  const value = v128.load(h);
  const open = f64x2.gt(value, low);
  v128.store(d, v128.and(f64x2.mul(scaled, old), open));
  return f64x2.add(sum, f64x2.mul(rated, v128.and(value, open)));
}

/**
 * D = s g wᵀ ⊙ 1{H > 0}, then w <- w + r max(H, 0)ᵀ g; H, D (b, k), w (k), g (b). Without `relu` nothing is gated.
 */
export function readoutStep(
  g: usize,
  h: usize,
  w: usize,
  d: usize,
  b: i32,
  k: i32,
  scale: f64,
  rate: f64,
  relu: bool,
): void {
  const bytes = <usize>k << 3;
  const end = g + (<usize>b << 3);
  const low = f64x2.splat(relu ? 0 : -Infinity);
  let at: usize = 0;
  // A line of each row at a time: rows may share their place in the cache, which holds few of them at once.
  for (; at + 64 <= bytes; at += 64) {
    const w0 = v128.load(w + at);
    const w1 = v128.load(w + at, 16);
    const w2 = v128.load(w + at, 32);
    const w3 = v128.load(w + at, 48);
    let s0 = w0;
    let s1 = w1;
    let s2 = w2;
    let s3 = w3;
    let row = at;
    for (let j = g; j < end; j += 8, row += bytes) {
      const scaled = f64x2.splat(scale * load<f64>(j));
      const rated = f64x2.splat(rate * load<f64>(j));
      s0 = gatedStep(h + row, d + row, w0, s0, low, scaled, rated);
      s1 = gatedStep(h + row + 16, d + row + 16, w1, s1, low, scaled, rated);
      s2 = gatedStep(h + row + 32, d + row + 32, w2, s2, low, scaled, rated);
      s3 = gatedStep(h + row + 48, d + row + 48, w3, s3, low, scaled, rated);
    }
    v128.store(w + at, s0);
    v128.store(w + at, s1, 16);
    v128.store(w + at, s2, 32);
    v128.store(w + at, s3, 48);
  }
  for (; at < bytes; at += 8) {
    const old = load<f64>(w + at);
    let sum = old;
    let row = at;
    for (let j = g; j < end; j += 8, row += bytes) {
      const slope = load<f64>(j);
      const value = load<f64>(h + row);
      const open = value > f64x2.extract_lane(low, 0);
      store<f64>(d + row, open ? scale * slope * old : 0);
      if (open) sum += rate * slope * value;
    }
    store<f64>(w + at, sum);
  }
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
  const zero = f64x2.splat(0);
  const end = z + (<usize>count << 3);
  for (; z + 16 <= end; z += 16) v128.store(z, f64x2.pmax(v128.load(z), zero));
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
  for (; h + 16 <= end; h += 16) {
    v128.store(g, v128.and(v128.load(g), f64x2.gt(v128.load(h), zero)));
    g += 16;
  }
  if (h < end && !(load<f64>(h) > 0)) store<f64>(g, 0);
}
