import { runNow } from '../linalg/backend.js';
import type { Precision, Real } from '../linalg/real.js';
import { threadEngine } from './thread-engine.js';

/** What `Programs` hands to the pool: tile t is the steps from `starts[t]` to `starts[t + 1]`. */
export interface ProgramCode {
  /** Step by step: a place in `names`, the number of arguments, these. Lies in the heap. */
  readonly words: Int32Array;
  readonly starts: readonly number[];
  /** Kernels, and `PRODUCT`. */
  readonly names: readonly string[];
  readonly precision: Precision;
  /** File of the native engine, whose products are used on one thread; none: the portable engine. */
  readonly library?: string;
}

/**
 * Stands for products C = op(A) op(B) + beta C: transA, transB, m, n, k, beta, the addresses of A, B and C of the first one,
 * how many there are, and the bytes from each to the next of A, B and C.
 */
export const PRODUCT = 'product';

/** Stands for the upper factor U of A = UᵀU over the upper triangle of A: n, the address of A. */
export const FACTOR = 'factor';

/** Stands for B <- U⁻¹ B, or U⁻ᵀ B: trans, n, k, the numbers from row to row of U, the addresses of U and B. */
export const SOLVE = 'solve';

/** The steps of one tile, one after another; 0, or the one-based pivot at which a factor ended, and the tile with it. */
export function runProgram(
  { words, starts, names, precision, library }: ProgramCode,
  tile: number,
  kernels: ReadonlyMap<string, (...params: number[]) => unknown>,
  buffer: ArrayBufferLike,
): number {
  const engine = threadEngine(library);
  // Addresses of the upper half of the memory are negative as integers of 32 bits.
  const view = (address: number, length: number): Real =>
    precision === 'float64'
      ? new Float64Array(buffer, address >>> 0, length)
      : new Float32Array(buffer, address >>> 0, length);
  for (let at = starts[tile]; at < starts[tile + 1]; at += words[at + 1] + 2) {
    const name = names[words[at]];
    const first = at + 2;
    if (name === FACTOR) {
      const n = words[first];
      const info = runNow(engine.potrf(n, view(words[first + 1], n * n)));
      if (info !== 0) return info;
      continue;
    }
    if (name === SOLVE) {
      const [trans, n, k, stride, u, b] = words.subarray(first, first + 6);
      const triangle = view(u, (n - 1) * stride + n);
      runNow(engine.trsm(true, trans !== 0, n, k, triangle, view(b, n * k), stride));
      continue;
    }
    if (name !== PRODUCT) {
      kernels.get(name)!(...words.subarray(first, first + words[at + 1]));
      continue;
    }
    const [m, n, k] = [words[first + 2], words[first + 3], words[first + 4]];
    for (let i = 0; i < words[first + 9]; i++) {
      const place = (array: number): number =>
        (words[first + 6 + array] >>> 0) + i * words[first + 10 + array];
      const [a, b, c] = [view(place(0), m * k), view(place(1), k * n), view(place(2), m * n)];
      runNow(engine.gemm(words[first] !== 0, words[first + 1] !== 0, m, n, k, 1, a, b, words[first + 5], c));
    }
  }
  return 0;
}
