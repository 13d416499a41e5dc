// The elementwise parts of a gradient step of a small ReLU network with one output, in place and in as few passes as
// there are: for few samples a call of BLAS costs more than the work in it. Doubles; weights of the output are one row.

/**
 * f = s max(H, 0) w, H <- max(H, 0); H (b, k), w (k), f (b). Without `relu` H is left as it is.
 */
export function readout(h: usize, w: usize, f: usize, b: i32, k: i32, scale: f64, relu: bool): void {
  const low = f64x2.splat(relu ? 0 : -Infinity);
  for (let j = 0; j < b; j++) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = w;
    let left = k;
    for (; left >= 8; left -= 8) {
      const h0 = f64x2.max(v128.load(h), low);
      const h1 = f64x2.max(v128.load(h, 16), low);
      const h2 = f64x2.max(v128.load(h, 32), low);
      const h3 = f64x2.max(v128.load(h, 48), low);
      v128.store(h, h0);
      v128.store(h, h1, 16);
      v128.store(h, h2, 32);
      v128.store(h, h3, 48);
      s0 = f64x2.add(s0, f64x2.mul(h0, v128.load(at)));
      s1 = f64x2.add(s1, f64x2.mul(h1, v128.load(at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(h2, v128.load(at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(h3, v128.load(at, 48)));
      h += 64;
      at += 64;
    }
    const sums = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    for (; left > 0; left--) {
      const value = max<f64>(load<f64>(h), f64x2.extract_lane(low, 0));
      store<f64>(h, value);
      sum += value * load<f64>(at);
      h += 8;
      at += 8;
    }
    store<f64>(f + (<usize>j << 3), scale * sum);
  }
}

/**
 * D = s g wᵀ ⊙ 1{H > 0}, then w <- w + r Hᵀ g; H, D (b, k), w (k), g (b). Without `relu` D is not gated.
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
  for (; at + 16 <= bytes; at += 16) {
    const old = v128.load(w + at);
    let sum = old;
    let row = at;
    for (let j = g; j < end; j += 8) {
      const slope = load<f64>(j);
      const value = v128.load(h + row);
      const change = f64x2.mul(f64x2.splat(scale * slope), old);
      v128.store(d + row, v128.and(change, f64x2.gt(value, low)));
      sum = f64x2.add(sum, f64x2.mul(f64x2.splat(rate * slope), value));
      row += bytes;
    }
    v128.store(w + at, sum);
  }
  if (at < bytes) {
    const old = load<f64>(w + at);
    let sum = old;
    for (let j = g; j < end; j += 8) {
      const slope = load<f64>(j);
      const value = load<f64>(h + at);
      store<f64>(d + at, value > f64x2.extract_lane(low, 0) ? scale * slope * old : 0);
      sum += rate * slope * value;
      h += bytes;
      d += bytes;
    }
    store<f64>(w + at, sum);
  }
}

/** z <- max(z, 0), over count numbers. */
export function reluApply(z: usize, count: i32): void {
  const zero = f64x2.splat(0);
  const end = z + (<usize>count << 3);
  for (; z + 16 <= end; z += 16) v128.store(z, f64x2.max(v128.load(z), zero));
  if (z < end) store<f64>(z, max<f64>(load<f64>(z), 0));
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
