// Rows of points, made ready for inner products in one pass, and entries of a row in another order. f64 and f32 are one
// generic source; sums are in double precision.

/** Two numbers at `at` as doubles. */
// @ts-ignore: decorator
@inline
function pair<T extends number>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(at) : f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** Two doubles to numbers at `at`; gives them back as they were rounded. */
// @ts-ignore: decorator
@inline
function put<T extends number>(at: usize, value: v128): v128 {
  if (sizeof<T>() == 8) {
    v128.store(at, value);
    return value;
  }
  const rounded = f32x4.demote_f64x2_zero(value);
  v128.store64_lane(at, rounded, 0);
  return f64x2.promote_low_f32x4(rounded);
}

// @ts-ignore: decorator
@inline
function squared(sum: v128, value: v128): v128 {
  return f64x2.add(sum, f64x2.mul(value, value));
}

/**
 * out_i <- x_i - centre, norms_i <- |out_i|² from norm `row` on; x and out `(rows, cols)`, which may be the same,
 * centre and norms doubles.
 */
// @ts-ignore: decorator
@inline
function centredRows<T extends number>(
  centre: usize,
  norms: usize,
  cols: i32,
  x: usize,
  row: i32,
  rows: i32,
  out: usize,
): void {
  const size = <usize>sizeof<T>();
  norms += 8 * <usize>row;
  for (let i = 0; i < rows; i++, norms += 8) {
    let c = centre;
    let j = 0;
    // Four sums side by side do not wait for one another.
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    for (; j + 8 <= cols; j += 8, x += 8 * size, out += 8 * size, c += 64) {
      s0 = squared(s0, put<T>(out, f64x2.sub(pair<T>(x), v128.load(c))));
      s1 = squared(s1, put<T>(out + 2 * size, f64x2.sub(pair<T>(x + 2 * size), v128.load(c, 16))));
      s2 = squared(s2, put<T>(out + 4 * size, f64x2.sub(pair<T>(x + 4 * size), v128.load(c, 32))));
      s3 = squared(s3, put<T>(out + 6 * size, f64x2.sub(pair<T>(x + 6 * size), v128.load(c, 48))));
    }
    const sum = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
    let norm = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    for (; j < cols; j++, x += size, out += size, c += 8) {
      const value = <T>(<f64>load<T>(x) - load<f64>(c));
      store<T>(out, value);
      norm += <f64>value * <f64>value;
    }
    store<f64>(norms, norm);
  }
}

/** out_j <- x[at[j]] for j < count. */
// @ts-ignore: decorator
@inline
function picked<T extends number>(x: usize, at: usize, out: usize, count: i32): void {
  const size = <usize>sizeof<T>();
  for (const end = at + 4 * <usize>count; at < end; at += 4, out += size) {
    store<T>(out, load<T>(x + size * <usize>load<u32>(at)));
  }
}

export function picked64(x: usize, at: usize, out: usize, count: i32): void {
  picked<f64>(x, at, out, count);
}

export function picked32(x: usize, at: usize, out: usize, count: i32): void {
  picked<f32>(x, at, out, count);
}

export function centredRows64(
  centre: usize,
  norms: usize,
  cols: i32,
  x: usize,
  row: i32,
  rows: i32,
  out: usize,
): void {
  centredRows<f64>(centre, norms, cols, x, row, rows, out);
}

export function centredRows32(
  centre: usize,
  norms: usize,
  cols: i32,
  x: usize,
  row: i32,
  rows: i32,
  out: usize,
): void {
  centredRows<f32>(centre, norms, cols, x, row, rows, out);
}
