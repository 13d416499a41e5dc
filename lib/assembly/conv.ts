// The convolutional tangent kernel of pairs of images, whole recursion in cache: a tile is one image on the left and some
// on the right, its maps hold one vector of right images at each position. f64 and f32 are one generic source.
// Above 400 lines: AssemblyScript exports no generics, so each kernel is spelled out in both precisions.
import { all, arccos, line } from './math';

const INVERSE_PI = 0.3183098861837907;

/** c = n / s, 1 where it is so within rounding; 0 where s is 0. */
// @ts-ignore: decorator
@inline
function cosine<T extends number>(n: v128, s: v128): v128 {
  const one = all<T>(1);
  const limit = all<T>(sizeof<T>() == 8 ? 1 - 1e-14 : 1 - 1e-6);
  const ratio = v128.andnot(v128.div<T>(n, s), v128.eq<T>(s, all<T>(0)));
  const c = v128.pmin<T>(v128.pmax<T>(ratio, all<T>(-1)), one);
  return v128.bitselect(one, c, v128.ge<T>(c, limit));
}

/** sqrt(1 - c^2) */
// @ts-ignore: decorator
@inline
function sine<T extends number>(c: v128): v128 {
  const one = all<T>(1);
  return v128.sqrt<T>(v128.mul<T>(v128.sub<T>(one, c), v128.add<T>(one, c)));
}

/** p(a) / pi with arccos(a) = sqrt(1 - a) p(a), degree 7; two halves of the degree at a time. */
// @ts-ignore: decorator
@inline
function arccosSeries<T extends number>(a: v128): v128 {
  const b = v128.mul<T>(a, a);
  const low = v128.add<T>(
    line<T>(a, -0.2145988016 / Math.PI, 1.5707963050 / Math.PI),
    v128.mul<T>(b, line<T>(a, -0.0501743046 / Math.PI, 0.0889789874 / Math.PI)),
  );
  const high = v128.add<T>(
    line<T>(a, -0.0170881256 / Math.PI, 0.0308918810 / Math.PI),
    v128.mul<T>(b, line<T>(a, -0.0012624911 / Math.PI, 0.0066700901 / Math.PI)),
  );
  return v128.add<T>(low, v128.mul<T>(v128.mul<T>(b, b), high));
}

/** In place n <- s k1(c), t <- t k0(c) at `bytes` of one position, s = x z; k0 goes to `slopes` unless that is 0. */
// @ts-ignore: decorator
@inline
function reluAt<T extends number>(n: usize, t: usize, x: v128, zs: usize, bytes: usize, slopes: usize): void {
  const inverse = all<T>(INVERSE_PI);
  for (let at: usize = 0; at < bytes; at += 16) {
    const s = v128.mul<T>(x, v128.load(zs + at));
    const c = cosine<T>(v128.load(n + at), s);
    let k0: v128;
    let height: v128;
    if (sizeof<T>() == 8) {
      k0 = v128.mul<T>(inverse, arccos<T>(v128.neg<T>(c)));
      height = sine<T>(c);
    } else {
      // arccos(a) = sqrt(1 - a) p(a) for 0 <= a <= 1 to 2e-8 (Abramowitz and Stegun 4.4.46), its root shared with the sine.
      const one = all<T>(1);
      const a = v128.abs<T>(c);
      const root = v128.sqrt<T>(v128.sub<T>(one, a));
      const turn = v128.mul<T>(root, arccosSeries<T>(a));
      k0 = v128.bitselect(turn, v128.sub<T>(one, turn), v128.lt<T>(c, all<T>(0)));
      height = v128.mul<T>(root, v128.sqrt<T>(v128.add<T>(one, a)));
    }
    const k1 = v128.add<T>(v128.mul<T>(inverse, height), v128.mul<T>(c, k0));
    v128.store(n + at, v128.mul<T>(s, k1));
    v128.store(t + at, v128.mul<T>(v128.load(t + at), k0));
    if (slopes != 0) v128.store(slopes + at, k0);
  }
}

/** Window sums of a map of `rows` x `cols` positions into its upper left part, VALID; `line` and `cell` are bytes. */
function box<T extends number>(map: usize, rows: i32, cols: i32, patch: i32, line: usize, cell: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= cols - patch; j++) {
      const to = map + <usize>i * line + <usize>j * cell;
      for (let at: usize = 0; at < cell; at += 16) {
        let sum = v128.load(to + at);
        for (let o = 1; o < patch; o++) sum = v128.add<T>(sum, v128.load(to + at + <usize>o * cell));
        v128.store(to + at, sum);
      }
    }
  }
  for (let i = 0; i <= rows - patch; i++) {
    const to = map + <usize>i * line;
    const bytes = <usize>(cols - patch + 1) * cell;
    for (let at: usize = 0; at < bytes; at += 16) {
      let sum = v128.load(to + at);
      for (let o = 1; o < patch; o++) sum = v128.add<T>(sum, v128.load(to + at + <usize>o * line));
      v128.store(to + at, sum);
    }
  }
}

/** The transpose of `box`: a map of `rows` x `cols` positions spread over patch - 1 more of each. */
function spread<T extends number>(map: usize, rows: i32, cols: i32, patch: i32, line: usize, cell: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = cols + patch - 2; j >= 0; j--) {
      const to = map + <usize>i * line + <usize>j * cell;
      const first = max(0, j - cols + 1);
      const last = min(patch - 1, j);
      for (let at: usize = 0; at < cell; at += 16) {
        let sum = v128.load(to + at - <usize>first * cell);
        for (let o = first + 1; o <= last; o++) sum = v128.add<T>(sum, v128.load(to + at - <usize>o * cell));
        v128.store(to + at, sum);
      }
    }
  }
  for (let i = rows + patch - 2; i >= 0; i--) {
    const to = map + <usize>i * line;
    const first = max(0, i - rows + 1);
    const last = min(patch - 1, i);
    const bytes = <usize>(cols + patch - 1) * cell;
    for (let at: usize = 0; at < bytes; at += 16) {
      let sum = v128.load(to + at - <usize>first * line);
      for (let o = first + 1; o <= last; o++) sum = v128.add<T>(sum, v128.load(to + at - <usize>o * line));
      v128.store(to + at, sum);
    }
  }
}

/** a += b over the positions of a part of the grid. */
function addMap<T extends number>(a: usize, b: usize, rows: i32, cols: i32, line: usize, cell: usize): void {
  for (let i = 0; i < rows; i++) {
    const start = <usize>i * line;
    const bytes = <usize>cols * cell;
    for (let at = start; at < start + bytes; at += 16) {
      v128.store(a + at, v128.add<T>(v128.load(a + at), v128.load(b + at)));
    }
  }
}

/** Copies the inner products of a tile, `stride` bytes from one position to the next, to both maps. */
function take(from: usize, stride: usize, n: usize, t: usize, positions: i32, cell: usize): void {
  for (let a = 0; a < positions; a++) {
    memory.copy(n + <usize>a * cell, from + <usize>a * stride, cell);
    memory.copy(t + <usize>a * cell, from + <usize>a * stride, cell);
  }
}

/**
 * The recursion of one tile from the inner products in both maps: n and t after the last ReLU, at the upper left positions.
 * `kept`, unless 0, receives n, t and k0 of each layer as they are before and in its ReLU. `xRoots` and `zRoots` are those of
 * the tile's images, `xPitch` and `zPitch` bytes from one position to the next.
 */
function forward<T extends number>(
  n: usize,
  t: usize,
  kept: usize,
  xRoots: usize,
  xPitch: usize,
  zRoots: usize,
  zPitch: usize,
  height: i32,
  width: i32,
  patch: i32,
  depth: i32,
  cell: usize,
): void {
  const line = <usize>width * cell;
  const positions = height * width;
  const map = <usize>positions * cell;
  let rows = height;
  let cols = width;
  for (let l = 0; l < depth; l++) {
    if (l > 0) {
      box<T>(n, rows, cols, patch, line, cell);
      box<T>(t, rows, cols, patch, line, cell);
      rows -= patch - 1;
      cols -= patch - 1;
      addMap<T>(t, n, rows, cols, line, cell);
    }
    const layer = kept + <usize>(3 * l) * map;
    if (kept != 0) {
      memory.copy(layer, n, map);
      memory.copy(layer + map, t, map);
    }
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        const a = <usize>(r * width + c);
        const place = <usize>(l * positions) + a;
        const x = v128.load_splat<T>(xRoots + place * xPitch);
        const slopes = kept != 0 ? layer + 2 * map + a * cell : 0;
        reluAt<T>(n + a * cell, t + a * cell, x, zRoots + place * zPitch, cell, slopes);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function forwardTile<T extends number>(
  products: usize,
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
  wide: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const across = (m + wide - 1) / wide;
  const i = tile / across;
  const j = (tile % across) * wide;
  const cell = <usize>min(wide, m - j) * size;
  const positions = height * width;
  const n = scratch + <usize>thread * scratchBytes;
  const t = n + <usize>positions * cell;
  const right = <usize>j * size;
  const stride = <usize>m * size;
  take(products + <usize>i * stride + right, <usize>b * stride, n, t, positions, cell);
  const xs = xRoots + <usize>i * size;
  const zs = zRoots + right;
  forward<T>(n, t, 0, xs, <usize>b * size, zs, stride, height, width, patch, depth, cell);
  const rows = height - (depth - 1) * (patch - 1);
  const cols = width - (depth - 1) * (patch - 1);
  const share = all<T>(1 / <f64>(rows * cols));
  const to = out + <usize>i * stride + right;
  for (let at: usize = 0; at < cell; at += 16) {
    let sum = all<T>(0);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        const a = <usize>(r * width + c) * cell + at;
        sum = v128.add<T>(sum, v128.load(n + a));
        if (tangent) sum = v128.add<T>(sum, v128.load(t + a));
      }
    }
    v128.store(to + at, v128.mul<T>(sum, share));
  }
  return 0;
}

/** Back through one ReLU at `bytes` of one position: adjoints of its results to those of its arguments. */
// @ts-ignore: decorator
@inline
function reluBack<T extends number>(
  n: usize,
  t: usize,
  slopes: usize,
  nBar: usize,
  tBar: usize,
  qBar: usize,
  x: v128,
  zs: usize,
  bytes: usize,
): void {
  const inverse = all<T>(INVERSE_PI);
  const zero = all<T>(0);
  // 1 / (2 q) of the left image, 0 where q is.
  const half = v128.andnot(v128.div<T>(all<T>(0.5), v128.mul<T>(x, x)), v128.eq<T>(x, zero));
  for (let at: usize = 0; at < bytes; at += 16) {
    const value = v128.load(n + at);
    const s = v128.mul<T>(x, v128.load(zs + at));
    const sigma = v128.mul<T>(s, sine<T>(cosine<T>(value, s)));
    const upN = v128.load(nBar + at);
    const upT = v128.load(tBar + at);
    const k0 = v128.load(slopes + at);
    // At equal directions the infinite terms of N and q cancel.
    const flat = v128.le<T>(sigma, v128.mul<T>(s, all<T>(sizeof<T>() == 8 ? 1e-7 : 1e-3)));
    const steep = v128.div<T>(v128.mul<T>(inverse, v128.mul<T>(upT, v128.load(t + at))), sigma);
    const e = v128.andnot(steep, flat);
    const downT = v128.mul<T>(k0, upT);
    const radial = v128.sub<T>(v128.mul<T>(inverse, v128.mul<T>(upN, sigma)), v128.mul<T>(e, value));
    // N also feeds the tangent part of its own layer, so what goes down is dN + dT.
    v128.store(nBar + at, v128.add<T>(v128.add<T>(v128.mul<T>(k0, upN), e), downT));
    v128.store(tBar + at, downT);
    v128.store(qBar + at, v128.add<T>(v128.load(qBar + at), v128.mul<T>(half, radial)));
  }
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
  wide: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const across = (m + wide - 1) / wide;
  const i = tile / across;
  const j = (tile % across) * wide;
  const cell = <usize>min(wide, m - j) * size;
  const line = <usize>width * cell;
  const positions = height * width;
  const map = <usize>positions * cell;
  const right = <usize>j * size;
  const stride = <usize>m * size;
  const start = <usize>i * stride + right;
  const pitch = <usize>b * stride;
  // N and T before each ReLU, its k0, then the three adjoints; the running N and T stand where the adjoints will.
  const kept = scratch + <usize>thread * scratchBytes;
  const nBar = kept + <usize>(3 * depth) * map;
  const tBar = nBar + map;
  const qBar = tBar + map;
  take(products + start, pitch, nBar, tBar, positions, cell);
  const xs = xRoots + <usize>i * size;
  const zs = zRoots + right;
  forward<T>(nBar, tBar, kept, xs, <usize>b * size, zs, stride, height, width, patch, depth, cell);
  let rows = height - (depth - 1) * (patch - 1);
  let cols = width - (depth - 1) * (patch - 1);
  const share = all<T>(1 / <f64>(rows * cols));
  const tangentShare = tangent ? share : all<T>(0);
  for (let r = 0; r < rows; r++) {
    for (let at = <usize>r * line; at < <usize>r * line + <usize>cols * cell; at += 16) {
      v128.store(nBar + at, share);
      v128.store(tBar + at, tangentShare);
      v128.store(qBar + at, all<T>(0));
    }
  }
  for (let l = depth - 1; l >= 0; l--) {
    const layerN = kept + <usize>(3 * l) * map;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) {
        const a = <usize>(r * width + c);
        const layer = <usize>(l * positions) + a;
        const x = v128.load_splat<T>(xs + layer * <usize>b * size);
        const at = layerN + a * cell;
        const bar = a * cell;
        reluBack<T>(at, at + map, at + 2 * map, nBar + bar, tBar + bar, qBar + bar, x, zs + layer * stride, cell);
      }
    }
    if (l > 0) {
      spread<T>(nBar, rows, cols, patch, line, cell);
      spread<T>(tBar, rows, cols, patch, line, cell);
      spread<T>(qBar, rows, cols, patch, line, cell);
      rows += patch - 1;
      cols += patch - 1;
    }
  }
  for (let a = 0; a < positions; a++) {
    memory.copy(products + start + <usize>a * pitch, nBar + <usize>a * cell, cell);
    memory.copy(variances + start + <usize>a * pitch, qBar + <usize>a * cell, cell);
  }
  return 0;
}

/** K of the images i and j from their inner products at each position, `(positions, b, m)`, and the roots of their
 * variances before each ReLU, `(depth, positions, b)` and `(depth, positions, m)`; m is a whole number of vectors. */
export function convTangent64(
  products: usize,
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
  wide: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return forwardTile<f64>(
    products,
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
    wide,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}

export function convTangent32(
  products: usize,
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
  wide: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return forwardTile<f32>(
    products,
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
    wide,
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
  wide: i32,
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
    wide,
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
  wide: i32,
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
    wide,
    scratch,
    scratchBytes,
    tile,
    thread,
  );
}
