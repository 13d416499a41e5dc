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
 * how many there are, the bytes from each to the next of A, B and C, and the numbers from one of their rows to the next.
 */
export const PRODUCT = 'product';

/** The steps of one tile, one after another. */
export function runProgram(
  { words, starts, names, precision, library }: ProgramCode,
  tile: number,
  kernels: ReadonlyMap<string, (...params: number[]) => unknown>,
  buffer: ArrayBufferLike,
): void {
  const engine = threadEngine(library);
  const view = (address: number, length: number): Real =>
    precision === 'float64'
      ? new Float64Array(buffer, address, length)
      : new Float32Array(buffer, address, length);
  for (let at = starts[tile]; at < starts[tile + 1]; at += words[at + 1] + 2) {
    const name = names[words[at]];
    const first = at + 2;
    if (name !== PRODUCT) {
      kernels.get(name)!(...words.subarray(first, first + words[at + 1]));
      continue;
    }
    const [m, n, k] = [words[first + 2], words[first + 3], words[first + 4]];
    const [transA, transB] = [words[first] !== 0, words[first + 1] !== 0];
    const strides = [words[first + 13], words[first + 14], words[first + 15]] as const;
    const lengthA = transA ? (k - 1) * strides[0] + m : (m - 1) * strides[0] + k;
    const lengthB = transB ? (n - 1) * strides[1] + k : (k - 1) * strides[1] + n;
    const lengthC = (m - 1) * strides[2] + n;
    for (let i = 0; i < words[first + 9]; i++) {
      // Addresses of the upper half of the memory are negative as integers of 32 bits.
      const place = (array: number): number =>
        (words[first + 6 + array] >>> 0) + i * words[first + 10 + array];
      const [a, b, c] = [view(place(0), lengthA), view(place(1), lengthB), view(place(2), lengthC)];
      runNow(engine.gemm(transA, transB, m, n, k, 1, a, b, words[first + 5], c, strides));
    }
  }
}
