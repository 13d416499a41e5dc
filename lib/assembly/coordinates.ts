// Kernels of coordinate differences, which no matrix product gives: K and its slope for a tile of pairs, and the
// gradient sums. f64 and f32 are one generic source. Above 400 lines: AssemblyScript exports no generics, so each
// kernel is spelled out in both precisions.
import { all, exp, log } from './math';

// k = exp(-(s / L^p)^(q/p)), s = sum |u - v|^p.
const LPQ = 0;
// k = b^P, b = 1 - (1 - mix) mean (1 - exp(-|u - v|^q / L^q)).
const SUM_POWER = 1;

/** |x|^p with 0^p = 0; `kind` is p where that is 1 or 2, else 0. */
// @ts-ignore: decorator
@inline
function power<T extends number>(size: v128, p: v128, kind: i32): v128 {
  if (kind == 1) return size;
  if (kind == 2) return v128.mul<T>(size, size);
  return exp<T>(v128.mul<T>(p, log<T>(size)));
}

/** The coordinates' sum for `lanes` columns j: of |u_k - v_jk|^p, or of 1 - exp(-|u_k - v_jk|^p scale). */
// @ts-ignore: decorator
@inline
function coordinateSum<T extends number>(
  shape: i32,
  kind: i32,
  u: usize,
  v: usize,
  stride: usize,
  d: i32,
  p: v128,
  scale: v128,
  whole: bool,
): v128 {
  let sum = all<T>(0);
  for (let k = 0; k < d; k++) {
    const other = whole ? v128.load(v) : v128.load_splat<T>(v);
    const size = v128.abs<T>(v128.sub<T>(v128.load_splat<T>(u), other));
    let term = power<T>(size, p, kind);
    if (shape == SUM_POWER) term = v128.sub<T>(all<T>(1), exp<T>(v128.neg<T>(v128.mul<T>(term, scale))));
    sum = v128.add<T>(sum, term);
    u += <usize>sizeof<T>();
    v += stride;
  }
  return sum;
}

/**
 * Entries (row, col) on of the values and, where `slopes` is not 0, of w in dk/dv_k = w g(u_k - v_k). U `(n, d)`, V as
 * columns `(d, m)`; with `lower`, entries above the diagonal are left as they are.
 */
// @ts-ignore: decorator
@inline
function pairTile<T extends number>(
  shape: i32,
  kind: i32,
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  p: T,
  scale: T,
  a: T,
  b: T,
  values: usize,
  slopes: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const size = <usize>sizeof<T>();
  const lanes = 16 / sizeof<T>();
  const stride = <usize>m * size;
  const vp = v128.splat<T>(p);
  const vscale = v128.splat<T>(scale);
  while (count > 0) {
    const end = min(m, col + count);
    const last = lower != 0 ? min(end, row + 1) : end;
    const x = u + <usize>(row * d) * size;
    let at: usize = 0;
    for (let j = col; j < last; ) {
      const whole = j + lanes <= end;
      const sum = whole
        ? coordinateSum<T>(shape, kind, x, v + <usize>j * size, stride, d, vp, vscale, true)
        : coordinateSum<T>(shape, kind, x, v + <usize>j * size, stride, d, vp, vscale, false);
      let k: v128;
      let w: v128;
      if (shape == LPQ) {
        // a = q / p, b = q.
        const base = v128.mul<T>(sum, vscale);
        const t = a == 1 ? base : exp<T>(v128.mul<T>(v128.splat<T>(a), log<T>(base)));
        k = exp<T>(v128.neg<T>(t));
        const slope = v128.div<T>(v128.mul<T>(v128.mul<T>(v128.splat<T>(b), t), k), sum);
        // Where k is 0 its slope may be 0 times infinity.
        w = v128.andnot(slope, v128.or(v128.eq<T>(sum, all<T>(0)), v128.eq<T>(k, all<T>(0))));
      } else {
        // a = (1 - mix) / d, b = P.
        const base = v128.sub<T>(all<T>(1), v128.mul<T>(v128.splat<T>(a), sum));
        let less = all<T>(1);
        for (let i: T = 1; i < b; i++) less = v128.mul<T>(less, base);
        k = v128.mul<T>(less, base);
        w = v128.mul<T>(v128.splat<T>(<T>(a * b * p * scale)), less);
      }
      if (whole) {
        v128.store(values + at, k);
        if (slopes != 0) v128.store(slopes + at, w);
        j += lanes;
        at += 16;
      } else {
        v128.store_lane<T>(values + at, k, 0);
        if (slopes != 0) v128.store_lane<T>(slopes + at, w, 0);
        j++;
        at += size;
      }
    }
    const width = <usize>(end - col) * size;
    values += width;
    if (slopes != 0) slopes += width;
    count -= end - col;
    col = 0;
    row++;
  }
}

/** g(u - v) = sign(u - v) |u - v|^(p - 1), times exp(-|u - v|^p scale) for SUM_POWER; 0 where u and v are equal. */
// @ts-ignore: decorator
@inline
function direction<T extends number>(shape: i32, kind: i32, u: v128, v: v128, less: v128, scale: v128): v128 {
  const difference = v128.sub<T>(u, v);
  const size = v128.abs<T>(difference);
  let g: v128;
  if (kind == 1) g = all<T>(1);
  else if (kind == 2) g = size;
  else g = exp<T>(v128.mul<T>(less, log<T>(size)));
  if (shape == SUM_POWER) {
    g = v128.mul<T>(g, exp<T>(v128.neg<T>(v128.mul<T>(v128.mul<T>(g, size), scale))));
  }
  // Below this part of the coordinates their difference is rounding, and its power p - 1 < 0 would be anything.
  const sum = v128.add<T>(v128.abs<T>(u), v128.abs<T>(v));
  const equal = v128.le<T>(size, v128.mul<T>(sum, all<T>(sizeof<T>() == 8 ? 1e-14 : 1e-6)));
  const signed = v128.or(g, v128.and(difference, all<T>(-0.0)));
  return v128.andnot(signed, equal);
}

/**
 * out[j, l, :] = sum_i alpha_il w_ji g(u_i - v_j) for the rows j of a tile. U `(n, stride)`, V and out with rows padded
 * to `stride` bytes by zeros, W `(m, n)`.
 */
// @ts-ignore: decorator
@inline
function gradientTile<T extends number>(
  shape: i32,
  kind: i32,
  u: usize,
  v: usize,
  w: usize,
  alpha: usize,
  out: usize,
  n: i32,
  m: i32,
  c: i32,
  stride: usize,
  less: T,
  scale: T,
  tileRows: i32,
  tile: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const vless = v128.splat<T>(less);
  const vscale = v128.splat<T>(scale);
  const end = min(m, (tile + 1) * tileRows);
  for (let j = tile * tileRows; j < end; j++) {
    const target = out + <usize>(j * c) * stride;
    memory.fill(target, 0, <usize>c * stride);
    const z = v + <usize>j * stride;
    let slope = w + <usize>j * <usize>n * size;
    let weights = alpha;
    let x = u;
    for (let i = 0; i < n; i++) {
      const wi = load<T>(slope);
      if (wi != 0) {
        for (let at: usize = 0; at < stride; at += 16) {
          const g = v128.mul<T>(
            v128.splat<T>(wi),
            direction<T>(shape, kind, v128.load(x + at), v128.load(z + at), vless, vscale),
          );
          let sum = target + at;
          for (let l = 0; l < c; l++) {
            const weight = v128.load_splat<T>(weights + <usize>l * size);
            v128.store(sum, v128.add<T>(v128.load(sum), v128.mul<T>(weight, g)));
            sum += stride;
          }
        }
      }
      slope += size;
      weights += <usize>c * size;
      x += stride;
    }
  }
  return 0;
}

export function lpq64(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f64,
  scale: f64,
  a: f64,
  b: f64,
  values: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f64>(LPQ, 1, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else if (kind == 2) pairTile<f64>(LPQ, 2, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else pairTile<f64>(LPQ, 0, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
}

export function lpqPair64(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f64,
  scale: f64,
  a: f64,
  b: f64,
  values: usize,
  slopes: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f64>(LPQ, 1, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else if (kind == 2) pairTile<f64>(LPQ, 2, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else pairTile<f64>(LPQ, 0, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
}

export function lpqGradients64(
  u: usize,
  v: usize,
  w: usize,
  alpha: usize,
  out: usize,
  n: i32,
  m: i32,
  c: i32,
  stride: usize,
  kind: i32,
  less: f64,
  scale: f64,
  tileRows: i32,
  tile: i32,
  thread: i32,
): i32 {
  if (kind == 1) return gradientTile<f64>(LPQ, 1, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  if (kind == 2) return gradientTile<f64>(LPQ, 2, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  return gradientTile<f64>(LPQ, 0, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
}

export function lpq32(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f32,
  scale: f32,
  a: f32,
  b: f32,
  values: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f32>(LPQ, 1, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else if (kind == 2) pairTile<f32>(LPQ, 2, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else pairTile<f32>(LPQ, 0, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
}

export function lpqPair32(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f32,
  scale: f32,
  a: f32,
  b: f32,
  values: usize,
  slopes: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f32>(LPQ, 1, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else if (kind == 2) pairTile<f32>(LPQ, 2, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else pairTile<f32>(LPQ, 0, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
}

export function lpqGradients32(
  u: usize,
  v: usize,
  w: usize,
  alpha: usize,
  out: usize,
  n: i32,
  m: i32,
  c: i32,
  stride: usize,
  kind: i32,
  less: f32,
  scale: f32,
  tileRows: i32,
  tile: i32,
  thread: i32,
): i32 {
  if (kind == 1) return gradientTile<f32>(LPQ, 1, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  if (kind == 2) return gradientTile<f32>(LPQ, 2, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  return gradientTile<f32>(LPQ, 0, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
}

export function sumPower64(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f64,
  scale: f64,
  a: f64,
  b: f64,
  values: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f64>(SUM_POWER, 1, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else if (kind == 2) pairTile<f64>(SUM_POWER, 2, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else pairTile<f64>(SUM_POWER, 0, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
}

export function sumPowerPair64(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f64,
  scale: f64,
  a: f64,
  b: f64,
  values: usize,
  slopes: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f64>(SUM_POWER, 1, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else if (kind == 2) pairTile<f64>(SUM_POWER, 2, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else pairTile<f64>(SUM_POWER, 0, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
}

export function sumPowerGradients64(
  u: usize,
  v: usize,
  w: usize,
  alpha: usize,
  out: usize,
  n: i32,
  m: i32,
  c: i32,
  stride: usize,
  kind: i32,
  less: f64,
  scale: f64,
  tileRows: i32,
  tile: i32,
  thread: i32,
): i32 {
  if (kind == 1) return gradientTile<f64>(SUM_POWER, 1, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  if (kind == 2) return gradientTile<f64>(SUM_POWER, 2, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  return gradientTile<f64>(SUM_POWER, 0, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
}

export function sumPower32(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f32,
  scale: f32,
  a: f32,
  b: f32,
  values: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f32>(SUM_POWER, 1, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else if (kind == 2) pairTile<f32>(SUM_POWER, 2, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
  else pairTile<f32>(SUM_POWER, 0, u, v, m, d, lower, p, scale, a, b, values, 0, row, col, count);
}

export function sumPowerPair32(
  u: usize,
  v: usize,
  m: i32,
  d: i32,
  lower: i32,
  kind: i32,
  p: f32,
  scale: f32,
  a: f32,
  b: f32,
  values: usize,
  slopes: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  if (kind == 1) pairTile<f32>(SUM_POWER, 1, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else if (kind == 2) pairTile<f32>(SUM_POWER, 2, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
  else pairTile<f32>(SUM_POWER, 0, u, v, m, d, lower, p, scale, a, b, values, slopes, row, col, count);
}

export function sumPowerGradients32(
  u: usize,
  v: usize,
  w: usize,
  alpha: usize,
  out: usize,
  n: i32,
  m: i32,
  c: i32,
  stride: usize,
  kind: i32,
  less: f32,
  scale: f32,
  tileRows: i32,
  tile: i32,
  thread: i32,
): i32 {
  if (kind == 1) return gradientTile<f32>(SUM_POWER, 1, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  if (kind == 2) return gradientTile<f32>(SUM_POWER, 2, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
  return gradientTile<f32>(SUM_POWER, 0, u, v, w, alpha, out, n, m, c, stride, less, scale, tileRows, tile);
}
