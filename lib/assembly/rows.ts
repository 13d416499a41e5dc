// The row step of matrix completion on the shared heap: one small Cholesky solve a row, then Z = A P, A sparse.
// Each kernel does one tile of its job; `thread` chooses the scratch. f64 and f32 are one generic source.
// Above 400 lines: AssemblyScript exports no generics, so each kernel is spelled out in both precisions.

// Widest panel of columns held in registers: eight vectors leave room for the factor and two temporaries.
const PANEL: usize = 8 * 16;
const HALF: usize = PANEL / 2;

// A pivot that fails raises the ridge tenfold, up to this part of the mean diagonal: rounding needs far less, so beyond
// it P is not positive semidefinite.
const MOST_RIDGE = 0.01;

// @ts-ignore: decorator
@inline
function at32(base: usize, k: usize): usize {
  return <usize>load<i32>(base + (k << 2));
}

/**
 * Row j of U in K + rho I = U'U, by columns [from, ld): u = (k_j - sum_{i<j} U[i,j] u_i), not yet divided by the pivot.
 * `from` and `stride` are multiples of half a panel: fewer sums side by side would wait for one another.
 */
function factorRow<T extends number>(u: usize, stride: usize, j: usize, from: usize): void {
  const size = <usize>sizeof<T>();
  const head = u + j * size;
  const target = u + j * stride;
  let at = from;
  for (; at + PANEL <= stride; at += PANEL) {
    const t = target + at;
    let c0 = v128.load(t);
    let c1 = v128.load(t, 16);
    let c2 = v128.load(t, 32);
    let c3 = v128.load(t, 48);
    let c4 = v128.load(t, 64);
    let c5 = v128.load(t, 80);
    let c6 = v128.load(t, 96);
    let c7 = v128.load(t, 112);
    let row = u + at;
    let scale = head;
    for (let i: usize = 0; i < j; i++) {
      const s = v128.splat<T>(load<T>(scale));
      c0 = v128.sub<T>(c0, v128.mul<T>(s, v128.load(row)));
      c1 = v128.sub<T>(c1, v128.mul<T>(s, v128.load(row, 16)));
      c2 = v128.sub<T>(c2, v128.mul<T>(s, v128.load(row, 32)));
      c3 = v128.sub<T>(c3, v128.mul<T>(s, v128.load(row, 48)));
      c4 = v128.sub<T>(c4, v128.mul<T>(s, v128.load(row, 64)));
      c5 = v128.sub<T>(c5, v128.mul<T>(s, v128.load(row, 80)));
      c6 = v128.sub<T>(c6, v128.mul<T>(s, v128.load(row, 96)));
      c7 = v128.sub<T>(c7, v128.mul<T>(s, v128.load(row, 112)));
      row += stride;
      scale += stride;
    }
    v128.store(t, c0);
    v128.store(t, c1, 16);
    v128.store(t, c2, 32);
    v128.store(t, c3, 48);
    v128.store(t, c4, 64);
    v128.store(t, c5, 80);
    v128.store(t, c6, 96);
    v128.store(t, c7, 112);
  }
  if (at < stride) {
    const t = target + at;
    let c0 = v128.load(t);
    let c1 = v128.load(t, 16);
    let c2 = v128.load(t, 32);
    let c3 = v128.load(t, 48);
    let row = u + at;
    let scale = head;
    for (let i: usize = 0; i < j; i++) {
      const s = v128.splat<T>(load<T>(scale));
      c0 = v128.sub<T>(c0, v128.mul<T>(s, v128.load(row)));
      c1 = v128.sub<T>(c1, v128.mul<T>(s, v128.load(row, 16)));
      c2 = v128.sub<T>(c2, v128.mul<T>(s, v128.load(row, 32)));
      c3 = v128.sub<T>(c3, v128.mul<T>(s, v128.load(row, 48)));
      row += stride;
      scale += stride;
    }
    v128.store(t, c0);
    v128.store(t, c1, 16);
    v128.store(t, c2, 32);
    v128.store(t, c3, 48);
  }
}

/** [P[O,O] + rho I | y | 0], its upper triangle, from the lower one of P: columns ascend. */
function gather<T extends number>(
  p: usize,
  d: usize,
  index: usize,
  y: usize,
  n: usize,
  rho: T,
  u: usize,
  stride: usize,
): void {
  const size = <usize>sizeof<T>();
  for (let k: usize = 0; k < n; k++) {
    const source = p + at32(index, k) * d * size;
    let target = u + k * size;
    for (let j: usize = 0; j <= k; j++, target += stride) store<T>(target, load<T>(source + at32(index, j) * size));
    const row = u + k * stride;
    store<T>(row + k * size, <T>(load<T>(row + k * size) + rho));
    store<T>(row + n * size, load<T>(y + k * size));
    for (let pad = (n + 1) * size; pad < stride; pad += size) store<T>(row + pad, <T>0);
  }
}

/** Solves (P[O,O] + rho I) a = y for one row, n >= 1 entries; false if that matrix is not positive definite. */
function solveRow<T extends number>(
  p: usize,
  d: usize,
  index: usize,
  y: usize,
  n: usize,
  ridge: T,
  floor: T,
  a: usize,
  u: usize,
): bool {
  const size = <usize>sizeof<T>();
  // [K | y]: the right-hand side is one more column, so that the factorisation also does the forward substitution.
  const stride = ((n + 1) * size + HALF - 1) & ~(HALF - 1);
  let trace: T = 0;
  for (let j: usize = 0; j < n; j++) {
    const c = at32(index, j);
    trace = <T>(trace + load<T>(p + (c * d + c) * size));
  }
  const mean = <T>(trace / <T>n);
  if (mean == 0) {
    // A PSD block with zero trace is zero: it predicts nothing, whatever the coefficients.
    for (let j: usize = 0; j < n; j++) store<T>(a + j * size, <T>0);
    return true;
  }
  if (!(mean > 0 && mean < <T>Infinity)) return false;
  let rho: T = ridge > <T>(floor * mean) ? ridge : <T>(floor * mean);
  while (true) {
    gather<T>(p, d, index, y, n, rho, u, stride);
    let j: usize = 0;
    for (; j < n; j++) {
      const target = u + j * stride;
      const from = (j * size) & ~(HALF - 1);
      factorRow<T>(u, stride, j, from);
      const pivot = load<T>(target + j * size);
      if (!(pivot > 0 && pivot < <T>Infinity)) break;
      const inverse = v128.splat<T>(<T>(<T>1 / sqrt<T>(pivot)));
      for (let at = from; at < stride; at += 16) v128.store(target + at, v128.mul<T>(inverse, v128.load(target + at)));
    }
    if (j == n) {
      backSubstitute<T>(u, stride, n, a);
      return true;
    }
    const least = <T>(mean * (sizeof<T>() == 8 ? <T>1e-16 : <T>1e-7));
    rho = <T>(10 * (rho > least ? rho : least));
    if (!(rho <= <T>(MOST_RIDGE * mean))) return false;
  }
}

/**
 * U a = w, w in column n of U: a_j = (w_j - sum_{k>j} U[j,k] a_k) / U[j,j], in four sums that need not wait for one
 * another.
 */
function backSubstitute<T extends number>(u: usize, stride: usize, n: usize, a: usize): void {
  const size = <usize>sizeof<T>();
  for (let j: usize = n; j-- > 0; ) {
    const row = u + j * stride;
    let sum = load<T>(row + n * size);
    let s1: T = 0;
    let s2: T = 0;
    let s3: T = 0;
    let k = j + 1;
    for (; k + 4 <= n; k += 4) {
      const left = row + k * size;
      const right = a + k * size;
      sum = <T>(sum - load<T>(left) * load<T>(right));
      s1 = <T>(s1 + load<T>(left + size) * load<T>(right + size));
      s2 = <T>(s2 + load<T>(left + 2 * size) * load<T>(right + 2 * size));
      s3 = <T>(s3 + load<T>(left + 3 * size) * load<T>(right + 3 * size));
    }
    for (; k < n; k++) sum = <T>(sum - load<T>(row + k * size) * load<T>(a + k * size));
    store<T>(a + j * size, <T>((sum - (s1 + s2 + s3)) / load<T>(row + j * size)));
  }
}

// @ts-ignore: decorator
@inline
function solveTile<T extends number>(
  p: usize,
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  y: usize,
  ridge: T,
  floor: T,
  a: usize,
  rows: i32,
  tileRows: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  const end = min(rows, (tile + 1) * tileRows);
  for (let i = tile * tileRows; i < end; i++) {
    const first = <usize>load<i32>(rowPtr + (<usize>i << 2));
    const n = <usize>load<i32>(rowPtr + (<usize>i << 2), 4) - first;
    if (n == 0) continue;
    const at = first * <usize>sizeof<T>();
    const done = solveRow<T>(
      p,
      d,
      colIdx + (first << 2),
      y + at,
      n,
      ridge,
      floor,
      a + at,
      scratch + <usize>thread * scratchBytes,
    );
    if (!done) return i + 1;
  }
  return 0;
}

/** a_i = (P[O_i,O_i] + rho_i I)^-1 y_i for the rows of one tile; 0, or 1 + the row that cannot be solved. */
export function rowCoefficients64(
  p: usize,
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  y: usize,
  ridge: f64,
  floor: f64,
  a: usize,
  rows: i32,
  tileRows: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return solveTile<f64>(p, d, rowPtr, colIdx, y, ridge, floor, a, rows, tileRows, scratch, scratchBytes, tile, thread);
}

export function rowCoefficients32(
  p: usize,
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  y: usize,
  ridge: f32,
  floor: f32,
  a: usize,
  rows: i32,
  tileRows: i32,
  scratch: usize,
  scratchBytes: usize,
  tile: i32,
  thread: i32,
): i32 {
  return solveTile<f32>(p, d, rowPtr, colIdx, y, ridge, floor, a, rows, tileRows, scratch, scratchBytes, tile, thread);
}

/** z = sum_k a_k panel[O_k, :], rows of `bytes`. */
function productRow<T extends number>(
  panel: usize,
  index: usize,
  a: usize,
  n: usize,
  z: usize,
  bytes: usize,
): void {
  const size = <usize>sizeof<T>();
  let at: usize = 0;
  for (; at + PANEL <= bytes; at += PANEL) {
    let c0 = v128.splat<T>(<T>0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let c4 = c0;
    let c5 = c0;
    let c6 = c0;
    let c7 = c0;
    const base = panel + at;
    for (let k: usize = 0; k < n; k++) {
      const s = v128.splat<T>(load<T>(a + k * size));
      const row = base + <usize>load<i32>(index + (k << 2)) * bytes;
      c0 = v128.add<T>(c0, v128.mul<T>(s, v128.load(row)));
      c1 = v128.add<T>(c1, v128.mul<T>(s, v128.load(row, 16)));
      c2 = v128.add<T>(c2, v128.mul<T>(s, v128.load(row, 32)));
      c3 = v128.add<T>(c3, v128.mul<T>(s, v128.load(row, 48)));
      c4 = v128.add<T>(c4, v128.mul<T>(s, v128.load(row, 64)));
      c5 = v128.add<T>(c5, v128.mul<T>(s, v128.load(row, 80)));
      c6 = v128.add<T>(c6, v128.mul<T>(s, v128.load(row, 96)));
      c7 = v128.add<T>(c7, v128.mul<T>(s, v128.load(row, 112)));
    }
    const t = z + at;
    v128.store(t, c0);
    v128.store(t, c1, 16);
    v128.store(t, c2, 32);
    v128.store(t, c3, 48);
    v128.store(t, c4, 64);
    v128.store(t, c5, 80);
    v128.store(t, c6, 96);
    v128.store(t, c7, 112);
  }
  for (; at + 16 <= bytes; at += 16) {
    let c0 = v128.splat<T>(<T>0);
    for (let k: usize = 0; k < n; k++) {
      const row = panel + at + <usize>load<i32>(index + (k << 2)) * bytes;
      c0 = v128.add<T>(c0, v128.mul<T>(v128.splat<T>(load<T>(a + k * size)), v128.load(row)));
    }
    v128.store(z + at, c0);
  }
  for (; at < bytes; at += size) {
    let sum: T = 0;
    for (let k: usize = 0; k < n; k++) {
      const row = panel + at + <usize>load<i32>(index + (k << 2)) * bytes;
      sum = <T>(sum + load<T>(a + k * size) * load<T>(row));
    }
    store<T>(z + at, sum);
  }
}

/** The columns from `start` on of the symmetric P, of which the lower triangle is read, together: `(d, cols)`. */
function pack<T extends number>(p: usize, d: usize, start: usize, cols: usize, panel: usize): void {
  const size = <usize>sizeof<T>();
  // Above the panel's own columns P is read by its rows, some columns at a time.
  const strip: usize = 64 / size;
  for (let k0: usize = 0; k0 < start; k0 += strip) {
    const end = min(k0 + strip, start);
    for (let j: usize = 0; j < cols; j++) {
      const source = p + (start + j) * d * size;
      for (let k = k0; k < end; k++) store<T>(panel + (k * cols + j) * size, load<T>(source + k * size));
    }
  }
  for (let k = start; k < start + cols; k++) {
    for (let j: usize = 0; j < cols; j++) {
      const c = start + j;
      const entry = k > c ? k * d + c : c * d + k;
      store<T>(panel + (k * cols + j) * size, load<T>(p + entry * size));
    }
  }
  for (let k = start + cols; k < d; k++) memory.copy(panel + k * cols * size, p + (k * d + start) * size, cols * size);
}

// A tile is a panel of columns for all rows: it is packed once, and then stays in cache. Where it lies, each of its
// rows would be in a page of its own.
// @ts-ignore: decorator
@inline
function productTile<T extends number>(
  p: usize,
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  a: usize,
  z: usize,
  rows: i32,
  tileCols: usize,
  scratch: usize,
  tile: i32,
  thread: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const start = <usize>tile * tileCols;
  const cols = min(tileCols, d - start);
  const panel = scratch + <usize>thread * d * tileCols * size;
  pack<T>(p, d, start, cols, panel);
  for (let i = 0; i < rows; i++) {
    const first = <usize>load<i32>(rowPtr + (<usize>i << 2));
    const n = <usize>load<i32>(rowPtr + (<usize>i << 2), 4) - first;
    productRow<T>(panel, colIdx + (first << 2), a + first * size, n, z + (<usize>i * d + start) * size, cols * size);
  }
  return 0;
}

/** Z[:, panel] = A P[:, panel], row i of the sparse A being (O_i, a_i). */
export function rowProduct64(
  p: usize,
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  a: usize,
  z: usize,
  rows: i32,
  tileCols: usize,
  scratch: usize,
  tile: i32,
  thread: i32,
): i32 {
  return productTile<f64>(p, d, rowPtr, colIdx, a, z, rows, tileCols, scratch, tile, thread);
}

export function rowProduct32(
  p: usize,
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  a: usize,
  z: usize,
  rows: i32,
  tileCols: usize,
  scratch: usize,
  tile: i32,
  thread: i32,
): i32 {
  return productTile<f32>(p, d, rowPtr, colIdx, a, z, rows, tileCols, scratch, tile, thread);
}

// @ts-ignore: decorator
@inline
function replaceTile<T extends number>(
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  y: usize,
  z: usize,
  rows: i32,
  tileRows: i32,
  tile: i32,
): i32 {
  const size = <usize>sizeof<T>();
  const end = min(rows, (tile + 1) * tileRows);
  for (let i = tile * tileRows; i < end; i++) {
    const last = load<i32>(rowPtr + (<usize>i << 2), 4);
    for (let k = load<i32>(rowPtr + (<usize>i << 2)); k < last; k++) {
      const j = <usize>load<i32>(colIdx + (<usize>k << 2));
      store<T>(z + (<usize>i * d + j) * size, load<T>(y + <usize>k * size));
    }
  }
  return 0;
}

/** Z[i, O_i] = y_i for the rows of one tile. */
export function rowReplace64(
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  y: usize,
  z: usize,
  rows: i32,
  tileRows: i32,
  tile: i32,
  thread: i32,
): i32 {
  return replaceTile<f64>(d, rowPtr, colIdx, y, z, rows, tileRows, tile);
}

export function rowReplace32(
  d: usize,
  rowPtr: usize,
  colIdx: usize,
  y: usize,
  z: usize,
  rows: i32,
  tileRows: i32,
  tile: i32,
  thread: i32,
): i32 {
  return replaceTile<f32>(d, rowPtr, colIdx, y, z, rows, tileRows, tile);
}
