import { NO_TRANS, ROW_MAJOR, routinesOf, TRANS } from './cblas.js';
import type { ForeignLibrary } from './foreign.js';
import type { Real } from './real.js';

/**
 * What an engine does with blocks of larger arrays, in the thread that calls it. Rows of an array lie `stride` numbers
 * apart; `block` is contiguous.
 */
export interface Blocks {
  /** block := Aᵀ for A `(rows, cols)`; block `(cols, rows)`. */
  turn(rows: number, cols: number, a: Real, stride: number, block: Real): void;
  /** A := block, both `(rows, cols)`. */
  write(rows: number, cols: number, block: Real, a: Real, stride: number): void;
  /** A := 0, A `(rows, cols)` and finite. */
  clear(rows: number, cols: number, a: Real, stride: number): void;
  /** Σ |block - A|, both `(rows, cols)`: 0 if and only if they are equal and finite. Block is overwritten. */
  gap(rows: number, cols: number, block: Real, a: Real, stride: number): number;
}

export const portableBlocks: Blocks = {
  turn(rows, cols, a, stride, block) {
    for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) block[j * rows + i] = a[i * stride + j];
  },
  write(rows, cols, block, a, stride) {
    for (let i = 0; i < rows; i++) a.set(block.subarray(i * cols, (i + 1) * cols), i * stride);
  },
  clear(rows, cols, a, stride) {
    for (let i = 0; i < rows; i++) a.fill(0, i * stride, i * stride + cols);
  },
  gap(rows, cols, block, a, stride) {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) sum += Math.abs(block[i * cols + j] - a[i * stride + j]);
    }
    return sum;
  },
};

/** By OpenBLAS's additions to BLAS, which write whole vectors; without them (MKL, Accelerate) the portable ones. */
export function nativeBlocks(lib: ForeignLibrary): (like: Real) => Blocks {
  try {
    const [double, single] = [bind(lib, 'd'), bind(lib, 's')];
    return (like) => (like instanceof Float64Array ? double : single);
  } catch {
    return () => portableBlocks;
  }
}

function bind(lib: ForeignLibrary, prefix: 'd' | 's'): Blocks {
  const { blas } = routinesOf(lib, prefix);
  const copy = blas('omatcopy', 'iiiirpipi');
  const add = blas('geadd', 'iiirpirpi');
  const sum = blas('asum', 'ipi', 'r');
  return {
    turn: (rows, cols, a, stride, block) =>
      void copy(ROW_MAJOR, TRANS, rows, cols, 1, a, stride, block, rows),
    write: (rows, cols, block, a, stride) =>
      void copy(ROW_MAJOR, NO_TRANS, rows, cols, 1, block, cols, a, stride),
    clear: (rows, cols, a, stride) => void copy(ROW_MAJOR, NO_TRANS, rows, cols, 0, a, stride, a, stride),
    gap(rows, cols, block, a, stride) {
      add(ROW_MAJOR, rows, cols, -1, a, stride, 1, block, cols);
      return sum(rows * cols, block, 1) as number;
    },
  };
}
