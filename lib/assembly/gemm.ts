// Block of a matrix product over packed panels, after Goto and van de Geijn (2008). One register tile is
// 4 rows by 32 bytes of columns (4 float64 or 8 float32): eight accumulators, which leaves half of the sixteen
// 128-bit registers for the operands.

const ROWS: i32 = 4;
const COLUMN_BYTES: i32 = 32;

/**
 * C = A B. A: panels of 4 rows, (m / 4, k, 4); B: panels of one tile's columns, (n / tile, k, tile);
 * C: row-major (m, n). Tiles that lie wholly right of the diagonal (column > row + diagonal) are left alone.
 */
// @ts-ignore: decorator
@inline
function block<T>(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, diagonal: i32): void {
  const size = <i32>sizeof<T>();
  const columns = COLUMN_BYTES / size;
  const rowBytes = n * size;
  for (let j = 0; j < n; j += columns) {
    const panel = b + j * k * size;
    for (let i = 0; i < m; i += ROWS) {
      if (j > i + ROWS - 1 + diagonal) continue;
      tile<T>(a + i * k * size, panel, c + i * rowBytes + j * size, k, rowBytes);
    }
  }
}

// @ts-ignore: decorator
@inline
function tile<T>(a: usize, b: usize, c: usize, k: i32, rowBytes: i32): void {
  const size = <i32>sizeof<T>();
  let c00 = v128.splat<T>(<T>0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + k * COLUMN_BYTES;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.splat<T>(load<T>(a));
    c00 = v128.add<T>(c00, v128.mul<T>(x, b0));
    c01 = v128.add<T>(c01, v128.mul<T>(x, b1));
    x = v128.splat<T>(load<T>(a + size));
    c10 = v128.add<T>(c10, v128.mul<T>(x, b0));
    c11 = v128.add<T>(c11, v128.mul<T>(x, b1));
    x = v128.splat<T>(load<T>(a + 2 * size));
    c20 = v128.add<T>(c20, v128.mul<T>(x, b0));
    c21 = v128.add<T>(c21, v128.mul<T>(x, b1));
    x = v128.splat<T>(load<T>(a + 3 * size));
    c30 = v128.add<T>(c30, v128.mul<T>(x, b0));
    c31 = v128.add<T>(c31, v128.mul<T>(x, b1));
    a += ROWS * size;
    b += COLUMN_BYTES;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += rowBytes;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += rowBytes;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += rowBytes;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

export function float64(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, diagonal: i32): void {
  block<f64>(a, b, c, m, n, k, diagonal);
}

export function float32(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, diagonal: i32): void {
  block<f32>(a, b, c, m, n, k, diagonal);
}
