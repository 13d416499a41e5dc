// Kernels of unit vectors that are tables in log δ, δ half the squared distance of two points, in double precision.
import { exp, log } from './math';

/**
 * log δ of z_row and the points from col on, `count` entries; xt `(dims, n)` holds a coordinate of all points a row.
 */
export function logDistances64(
  z: usize,
  xt: usize,
  n: i32,
  dims: i32,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const half = f64x2.splat(0.5);
  const stride = (<usize>n) << 3;
  while (count > 0) {
    const end = min(n, col + count);
    count -= end - col;
    const zi = z + ((<usize>row * <usize>dims) << 3);
    let x = xt + ((<usize>col) << 3);
    for (; col + 2 <= end; col += 2, x += 16, data += 16) {
      let sum = f64x2.splat(0);
      for (let k = 0; k < dims; k++) {
        const gap = f64x2.sub(v128.load64_splat(zi + (k << 3)), v128.load(x + <usize>k * stride));
        sum = f64x2.add(sum, f64x2.mul(gap, gap));
      }
      v128.store(data, log<f64>(f64x2.mul(half, sum)));
    }
    if (col < end) {
      let sum: f64 = 0;
      for (let k = 0; k < dims; k++) {
        const gap = load<f64>(zi + (k << 3)) - load<f64>(x + <usize>k * stride);
        sum += gap * gap;
      }
      v128.store64_lane(data, log<f64>(f64x2.splat(0.5 * sum)), 0);
      data += 8;
    }
    col = 0;
    row++;
  }
}

/** The table at two log δ: linear between its `last + 1` values, which lie 1 / `inverse` apart from `from` on. */
// @ts-ignore: decorator
@inline
function lookUp(logDelta: v128, values: usize, last: i32, from: v128, inverse: v128): v128 {
  const place = f64x2.mul(f64x2.sub(logDelta, from), inverse);
  // pmin and pmax return their first argument when it is NaN.
  const at = f64x2.pmin(f64x2.pmax(place, f64x2.splat(0)), f64x2.splat(last));
  const below = f64x2.min(f64x2.floor(at), f64x2.splat(last - 1));
  // NaN becomes 0 here, and stays NaN in the share.
  const index = i32x4.trunc_sat_f64x2_s_zero(below);
  const p = values + ((<usize>i32x4.extract_lane(index, 0)) << 3);
  const q = values + ((<usize>i32x4.extract_lane(index, 1)) << 3);
  const first = v128.load(p);
  const second = v128.load(q);
  const low = v128.shuffle<f64>(first, second, 0, 2);
  const high = v128.shuffle<f64>(first, second, 1, 3);
  const share = f64x2.sub(at, below);
  return f64x2.add(f64x2.mul(f64x2.sub(f64x2.splat(1), share), low), f64x2.mul(share, high));
}

/** v <- exp(table(v) - shift) for `count` entries. */
export function tableExp64(
  values: usize,
  last: i32,
  from: f64,
  inverse: f64,
  shift: f64,
  data: usize,
  row: i32,
  col: i32,
  count: i32,
): void {
  const start = f64x2.splat(from);
  const scale = f64x2.splat(inverse);
  const less = f64x2.splat(shift);
  let i = 0;
  for (; i + 2 <= count; i += 2, data += 16) {
    v128.store(data, exp<f64>(f64x2.sub(lookUp(v128.load(data), values, last, start, scale), less)));
  }
  if (i < count) {
    const one = lookUp(v128.load64_splat(data), values, last, start, scale);
    v128.store64_lane(data, exp<f64>(f64x2.sub(one, less)), 0);
  }
}

/**
 * Rows of tile `tile`, `band` a tile: votes_i <- Σ_j y_j exp(t_ij - max_j t_ij), t the table at the first n of the
 * row's `stride` log δ. Each thread has n numbers of `scratch`, rounded up to two.
 */
export function tableVotes64(
  far: usize,
  stride: i32,
  n: i32,
  y: usize,
  values: usize,
  last: i32,
  from: f64,
  inverse: f64,
  votes: usize,
  rows: i32,
  band: i32,
  scratch: usize,
  tile: i32,
  thread: i32,
): i32 {
  const start = f64x2.splat(from);
  const scale = f64x2.splat(inverse);
  const own = scratch + ((<usize>thread * <usize>((n + 1) & ~1)) << 3);
  const end = min(rows, (tile + 1) * band);
  for (let i = tile * band; i < end; i++) {
    const row = far + ((<usize>i * <usize>stride) << 3);
    let most = f64x2.splat(-Infinity);
    let j = 0;
    for (; j + 2 <= n; j += 2) {
      const t = lookUp(v128.load(row + (j << 3)), values, last, start, scale);
      v128.store(own + (j << 3), t);
      most = f64x2.max(most, t);
    }
    if (j < n) {
      const t = lookUp(v128.load64_splat(row + (j << 3)), values, last, start, scale);
      v128.store64_lane(own + (j << 3), t, 0);
      most = f64x2.max(most, t);
    }
    const top = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
    const less = f64x2.splat(top);
    let sums = f64x2.splat(0);
    for (j = 0; j + 2 <= n; j += 2) {
      const weight = exp<f64>(f64x2.sub(v128.load(own + (j << 3)), less));
      sums = f64x2.add(sums, f64x2.mul(v128.load(y + (j << 3)), weight));
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    if (j < n) {
      const weight = exp<f64>(f64x2.sub(v128.load64_splat(own + (j << 3)), less));
      sum += load<f64>(y + (j << 3)) * f64x2.extract_lane(weight, 0);
    }
    store<f64>(votes + (i << 3), sum);
  }
  return 0;
}
