// Symmetric matrices by blocks of the lower triangle and their mirror images above: radial kernels over a Gram matrix
// of which the lower triangle is given. f64 and f32 are one generic source.
import { all, exp, log } from './math';

const LAPLACE = 0;
const GAUSSIAN = 1;
const GENERALISED = 2;

/** k and, with `slopes`, f = -k' / r at squared distances `rest`, 0 if `equal`; as in maps.ts, but sharing terms. */
// @ts-ignore: decorator
@inline
function radial<T extends number>(
  kind: i32,
  slopes: bool,
  rest: v128,
  equal: v128,
  a: v128,
  b: v128,
  k: usize,
  f: usize,
): void {
  if (kind == GAUSSIAN) {
    const value = exp<T>(v128.andnot(v128.mul<T>(rest, a), equal));
    v128.store(k, value);
    if (slopes) v128.store(f, v128.mul<T>(value, b));
    return;
  }
  let value: v128;
  let slope = all<T>(0);
  if (kind == LAPLACE) {
    const distance = v128.sqrt<T>(rest);
    value = exp<T>(v128.andnot(v128.mul<T>(distance, a), equal));
    if (slopes) slope = v128.div<T>(value, v128.mul<T>(distance, b));
  } else {
    const power = v128.andnot(exp<T>(v128.mul<T>(b, log<T>(v128.mul<T>(rest, a)))), equal);
    value = exp<T>(v128.neg<T>(power));
    if (slopes) slope = v128.div<T>(v128.mul<T>(v128.mul<T>(v128.add<T>(b, b), power), value), rest);
  }
  v128.store(k, value);
  // Where k is 0 its slope may be 0 times infinity.
  if (slopes) v128.store(f, v128.andnot(slope, v128.or(equal, v128.eq<T>(value, all<T>(0)))));
}

/** One row: k, and f with `slopes`, of `bytes` inner products; whole vectors, of which `zs` holds as many. */
// @ts-ignore: decorator
@inline
function line<T extends number>(
  kind: i32,
  slopes: bool,
  x: v128,
  zs: usize,
  a: v128,
  b: v128,
  products: usize,
  values: usize,
  factors: usize,
  bytes: usize,
): void {
  const rounding = all<T>(sizeof<T>() == 8 ? 1e-14 : 1e-6);
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(products + at);
    const sum = v128.add<T>(x, v128.load(zs + at));
    const rest = v128.sub<T>(sum, v128.add<T>(g, g));
    const equal = v128.le<T>(rest, v128.mul<T>(v128.abs<T>(sum), rounding));
    radial<T>(kind, slopes, rest, equal, a, b, values + at, factors + at);
  }
}

/** Turns a square of whole vectors from `from` to `to`, rows `stride` and `toStride` bytes apart. */
// @ts-ignore: decorator
@inline
function turnSquare<T extends number>(from: usize, stride: usize, to: usize, toStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + stride);
  if (sizeof<T>() == 8) {
    v128.store(to, v128.shuffle<u64>(a, b, 0, 2));
    v128.store(to + toStride, v128.shuffle<u64>(a, b, 1, 3));
    return;
  }
  const c = v128.load(from + 2 * stride);
  const d = v128.load(from + 3 * stride);
  const low = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
  const high = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
  const lower = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const higher = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u64>(low, lower, 0, 2));
  v128.store(to + toStride, v128.shuffle<u64>(low, lower, 1, 3));
  v128.store(to + 2 * toStride, v128.shuffle<u64>(high, higher, 0, 2));
  v128.store(to + 3 * toStride, v128.shuffle<u64>(high, higher, 1, 3));
}

/**
 * out = Aᵀ for A `(rows, cols)`, rows of both `stride` and `outStride` bytes apart, in strips that keep the written
 * lines in the first cache; with `below` only what A has below its diagonal.
 */
// @ts-ignore: decorator
@inline
function turn<T extends number>(
  a: usize,
  stride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  cols: i32,
  below: bool,
): void {
  const size = <usize>sizeof<T>();
  const lanes = 16 / <i32>sizeof<T>();
  const wholeRows = below ? 0 : rows - (rows % lanes);
  const wholeCols = below ? 0 : cols - (cols % lanes);
  for (let first = 0; first < wholeCols; first += 8) {
    const end = min(first + 8, wholeCols);
    for (let i = 0; i < wholeRows; i += lanes) {
      let from = a + <usize>i * stride + <usize>first * size;
      let to = out + <usize>first * outStride + <usize>i * size;
      for (let j = first; j < end; j += lanes) {
        turnSquare<T>(from, stride, to, outStride);
        from += 16;
        to += outStride * <usize>lanes;
      }
    }
  }
  for (let j = 0; j < cols; j++) {
    for (let i = below ? j + 1 : j < wholeCols ? wholeRows : 0; i < rows; i++) {
      store<T>(out + <usize>j * outStride + <usize>i * size, load<T>(a + <usize>i * stride + <usize>j * size));
    }
  }
}

/**
 * The block of `rows` times `cols` inner products at `block` and its mirror image at `mirror`, `stride` bytes a row: to
 * k in both or, where `slopes` is 1, to f at `block` and k at `mirror`. A block with `row` = `col` lies on the diagonal
 * and is its own mirror image: there k is 1 exactly, on the diagonal, and f below it. `space` has room for two blocks
 * of `side` numbers a row.
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
  block: usize,
  mirror: usize,
  stride: usize,
  row: i32,
  col: i32,
  rows: i32,
  cols: i32,
): void {
  const size = <usize>sizeof<T>();
  const lineBytes = <usize>side * size;
  const values = space;
  const factors = space + lineBytes * <usize>side;
  const zs = norms + <usize>col * size;
  const va = v128.splat<T>(a);
  const vb = v128.splat<T>(b);
  const diagonal = row == col;
  for (let i = 0; i < rows; i++) {
    const at = <usize>i;
    const count = <usize>(diagonal ? i : cols) * size;
    const target = block + at * stride;
    const v = values + at * lineBytes;
    const f = factors + at * lineBytes;
    const x = v128.load_splat<T>(norms + <usize>(row + i) * size);
    // Whole vectors are taken from a copy: the last may reach beyond the row.
    memory.copy(f, target, count);
    if (slopes != 0) {
      if (kind == LAPLACE) line<T>(LAPLACE, true, x, zs, va, vb, f, v, f, count);
      else if (kind == GAUSSIAN) line<T>(GAUSSIAN, true, x, zs, va, vb, f, v, f, count);
      else line<T>(GENERALISED, true, x, zs, va, vb, f, v, f, count);
      memory.copy(target, f, count);
    } else {
      if (kind == LAPLACE) line<T>(LAPLACE, false, x, zs, va, vb, f, v, f, count);
      else if (kind == GAUSSIAN) line<T>(GAUSSIAN, false, x, zs, va, vb, f, v, f, count);
      else line<T>(GENERALISED, false, x, zs, va, vb, f, v, f, count);
      memory.copy(target, v, count);
    }
    if (diagonal) store<T>(target + at * size, <T>1);
  }
  turn<T>(values, lineBytes, mirror, stride, rows, cols, diagonal);
}

export function symmetric64(
  norms: usize,
  kind: i32,
  slopes: i32,
  a: f64,
  b: f64,
  space: usize,
  side: i32,
  block: usize,
  mirror: usize,
  stride: usize,
  row: i32,
  col: i32,
  rows: i32,
  cols: i32,
): void {
  symmetricTile<f64>(norms, kind, slopes, a, b, space, side, block, mirror, stride, row, col, rows, cols);
}

export function symmetric32(
  norms: usize,
  kind: i32,
  slopes: i32,
  a: f32,
  b: f32,
  space: usize,
  side: i32,
  block: usize,
  mirror: usize,
  stride: usize,
  row: i32,
  col: i32,
  rows: i32,
  cols: i32,
): void {
  symmetricTile<f32>(norms, kind, slopes, a, b, space, side, block, mirror, stride, row, col, rows, cols);
}
