import type { Real } from './real.js';

// Square tiles keep both the read and the written lines in cache.
const TILE = 32;

/** out = Aᵀ; a `(rows, cols)`, out `(cols, rows)`, not the same storage. */
export function transposeInto(a: Real, rows: number, cols: number, out: Real): void {
  for (let i0 = 0; i0 < rows; i0 += TILE) {
    const iEnd = Math.min(i0 + TILE, rows);
    for (let j0 = 0; j0 < cols; j0 += TILE) {
      const jEnd = Math.min(j0 + TILE, cols);
      for (let i = i0; i < iEnd; i++) {
        for (let j = j0; j < jEnd; j++) out[j * rows + i] = a[i * cols + j];
      }
    }
  }
}
