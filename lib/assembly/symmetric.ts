// Radial kernels over a symmetric Gram matrix, of which the lower triangle is given: a tile is a block of it, and comes
// back with its mirror image. f64 and f32 are one generic source.
import { all, exp, log } from './math';

const LAPLACE = 0;
const GAUSSIAN = 1;
const GENERALISED = 2;

/** k and, with `slopes`, f = -k' / r at one vector of squared distances; the formulas of maps.ts, sharing their terms. */
// @ts-ignore: decorator
@inline
function radial<T extends number>(kind: i32, slopes: bool, square: v128, a: v128, b: v128, k: usize, f: usize): void {
  if (kind == GAUSSIAN) {
    const value = exp<T>(v128.mul<T>(square, a));
    v128.store(k, value);
    if (slopes) v128.store(f, v128.mul<T>(value, b));
    return;
  }
  let value: v128;
  let slope = all<T>(0);
  if (kind == LAPLACE) {
    const distance = v128.sqrt<T>(square);
    value = exp<T>(v128.mul<T>(distance, a));
    if (slopes) slope = v128.div<T>(value, v128.mul<T>(distance, b));
  } else {
    const power = exp<T>(v128.mul<T>(b, log<T>(v128.mul<T>(square, a))));
    value = exp<T>(v128.neg<T>(power));
    if (slopes) slope = v128.div<T>(v128.mul<T>(v128.mul<T>(v128.add<T>(b, b), power), value), square);
  }
  v128.store(k, value);
  if (slopes) v128.store(f, v128.andnot(slope, v128.eq<T>(square, all<T>(0))));
}

// @ts-ignore: decorator
@inline
function block<T extends number>(
  kind: i32,
  slopes: bool,
  xs: usize,
  zs: usize,
  a: T,
  b: T,
  values: usize,
  factors: usize,
  rows: i32,
  bytes: usize,
): void {
  const va = v128.splat<T>(a);
  const vb = v128.splat<T>(b);
  const rounding = all<T>(sizeof<T>() == 8 ? 1e-14 : 1e-6);
  for (let i = 0; i < rows; i++) {
    const x = v128.load_splat<T>(xs + <usize>i * <usize>sizeof<T>());
    for (let at: usize = 0; at < bytes; at += 16) {
      const g = v128.load(values + at);
      const sum = v128.add<T>(x, v128.load(zs + at));
      const rest = v128.sub<T>(sum, v128.add<T>(g, g));
      const square = v128.andnot(rest, v128.le<T>(rest, v128.mul<T>(sum, rounding)));
      radial<T>(kind, slopes, square, va, vb, values + at, factors + at);
    }
    values += bytes;
    factors += bytes;
  }
}

/** out = Aᵀ for square blocks of `side` numbers a row, in strips that keep the written lines in the first cache. */
// @ts-ignore: decorator
@inline
function turn<T extends number>(a: usize, out: usize, side: i32): void {
  const size = <usize>sizeof<T>();
  const stride = <usize>side * size;
  for (let j = 0; j < side; j += 8) {
    for (let i = 0; i < side; i++) {
      const from = a + <usize>i * stride + <usize>j * size;
      const to = out + <usize>j * stride + <usize>i * size;
      for (let k: usize = 0; k < 8; k++) store<T>(to + k * stride, load<T>(from + k * size));
    }
  }
}

/** The upper triangle of a block from its lower one. */
// @ts-ignore: decorator
@inline
function complete<T extends number>(a: usize, side: i32): void {
  const size = <usize>sizeof<T>();
  const stride = <usize>side * size;
  for (let i = 1; i < side; i++) {
    for (let j = 0; j < i; j++) {
      store<T>(a + <usize>j * stride + <usize>i * size, load<T>(a + <usize>i * stride + <usize>j * size));
    }
  }
}

/**
 * A block of inner products in `values`, `side` numbers a row, to kernel values and, where `slopes` is 1, factors, and to
 * both transposed; a block on the diagonal is its own mirror image, with k = 1 exactly on the diagonal and f as at r = 0.
 */
// @ts-ignore: decorator
@inline
function symmetricTile<T extends number>(
  norms: usize,
  kind: i32,
  slopes: i32,
  a: T,
  b: T,
  space: usize,
  side: i32,
  row: i32,
  col: i32,
): void {
  const size = <usize>sizeof<T>();
  const bytes = <usize>side * size;
  const area = bytes * <usize>side;
  const values = space;
  const factors = space + area;
  const xs = norms + <usize>row * size;
  const zs = norms + <usize>col * size;
  if (row == col) complete<T>(values, side);
  if (slopes != 0) {
    if (kind == LAPLACE) block<T>(LAPLACE, true, xs, zs, a, b, values, factors, side, bytes);
    else if (kind == GAUSSIAN) block<T>(GAUSSIAN, true, xs, zs, a, b, values, factors, side, bytes);
    else block<T>(GENERALISED, true, xs, zs, a, b, values, factors, side, bytes);
  } else {
    if (kind == LAPLACE) block<T>(LAPLACE, false, xs, zs, a, b, values, factors, side, bytes);
    else if (kind == GAUSSIAN) block<T>(GAUSSIAN, false, xs, zs, a, b, values, factors, side, bytes);
    else block<T>(GENERALISED, false, xs, zs, a, b, values, factors, side, bytes);
  }
  if (row == col) {
    for (let i: usize = 0; i < <usize>side; i++) {
      store<T>(values + i * (bytes + size), <T>1);
      if (slopes != 0) store<T>(factors + i * (bytes + size), <T>(kind == GAUSSIAN ? b : 0));
    }
    return;
  }
  turn<T>(values, space + 2 * area, side);
  if (slopes != 0) turn<T>(factors, space + 3 * area, side);
}

export function symmetric64(
  norms: usize,
  kind: i32,
  slopes: i32,
  a: f64,
  b: f64,
  space: usize,
  side: i32,
  row: i32,
  col: i32,
): void {
  symmetricTile<f64>(norms, kind, slopes, a, b, space, side, row, col);
}

export function symmetric32(
  norms: usize,
  kind: i32,
  slopes: i32,
  a: f32,
  b: f32,
  space: usize,
  side: i32,
  row: i32,
  col: i32,
): void {
  symmetricTile<f32>(norms, kind, slopes, a, b, space, side, row, col);
}
