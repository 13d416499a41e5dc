import { type Backend, runNow } from '../linalg/backend.js';
import { realView } from '../linalg/real-view.js';
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
 * Stands for products C = op(A) op(B) + beta C: transA, transB, m, n, k, beta, the addresses of A, B and C of the first
 * one, how many there are, the bytes from each to the next of A, B and C, and the numbers from one of their rows to the
 * next.
 */
export const PRODUCT = 'product';

/** Stands for the upper factor U of A = UᵀU over the upper triangle of A: n, the address of A. */
export const FACTOR = 'factor';

/** Stands for B <- U⁻¹ B, or U⁻ᵀ B: trans, n, k, the numbers from row to row of U, the addresses of U and B. */
export const SOLVE = 'solve';

type Kernels = ReadonlyMap<string, (...params: number[]) => unknown>;
/** Gives the failing pivot of a factor, one-based, or nothing or 0. */
type Call = () => number | void;

// Looking a product up costs as much as one of 50^3 numbers takes: of a program that runs again its calls are kept.
const known = new WeakMap<Int32Array, { engine: Backend; tiles: Map<number, Call[]> }>();

/**
 * The steps of one tile, one after another; 0, or the one-based pivot at which a factor ended, and the tile with it.
 */
export function runProgram(
  code: ProgramCode,
  tile: number,
  kernels: Kernels,
  buffer: ArrayBufferLike,
): number {
  const engine = threadEngine(code.library);
  let kept = known.get(code.words);
  if (kept?.engine !== engine) {
    kept = { engine, tiles: new Map() };
    known.set(code.words, kept);
  }
  let calls = kept.tiles.get(tile);
  if (calls === undefined) {
    calls = callsOf(code, tile, engine, { kernels, buffer });
    kept.tiles.set(tile, calls);
  }
  for (const call of calls) {
    const failure = call();
    if (failure) return failure;
  }
  return 0;
}

function callsOf(
  { words, starts, names, precision }: ProgramCode,
  tile: number,
  engine: Backend,
  { kernels, buffer }: { kernels: Kernels; buffer: ArrayBufferLike },
): Call[] {
  const calls: Call[] = [];
  const bytes = precision === 'float64' ? 8 : 4;
  // Addresses of the upper half of the memory are negative as integers of 32 bits.
  const view = (address: number, length: number): Real => realView(buffer, bytes, address >>> 0, length);
  for (let at = starts[tile]; at < starts[tile + 1]; at += words[at + 1] + 2) {
    const name = names[words[at]];
    const args = Array.from(words.subarray(at + 2, at + 2 + words[at + 1]));
    if (name === FACTOR) {
      const [n, address] = args;
      const a = view(address, n * n);
      calls.push(() => runNow(engine.potrf(n, a)));
      continue;
    }
    if (name === SOLVE) {
      const [trans, n, k, stride, ...addresses] = args;
      const [u, b] = [view(addresses[0], (n - 1) * stride + n), view(addresses[1], n * k)];
      calls.push(() => runNow(engine.trsm(true, trans !== 0, n, k, u, b, stride)));
      continue;
    }
    if (name !== PRODUCT) {
      const kernel = kernels.get(name)!;
      calls.push(() => void kernel(...args));
      continue;
    }
    const [transA, transB, m, n, k, beta, ...rest] = args;
    const [addresses, times, steps, strides] = [rest.slice(0, 3), rest[3], rest.slice(4, 7), rest.slice(7)];
    const [rowsA, colsA, rowsB, colsB] = [...(transA ? [k, m] : [m, k]), ...(transB ? [n, k] : [k, n])];
    const shapes = [
      [rowsA, colsA],
      [rowsB, colsB],
      [m, n],
    ];
    for (let i = 0; i < times; i++) {
      const [a, b, c] = shapes.map(([rows, cols], array) =>
        view((addresses[array] >>> 0) + i * steps[array], (rows - 1) * strides[array] + cols),
      );
      const layout = [strides[0], strides[1], strides[2]] as const;
      calls.push(engine.preparedGemm(transA !== 0, transB !== 0, m, n, k, 1, a, b, beta, c, layout));
    }
  }
  return calls;
}
