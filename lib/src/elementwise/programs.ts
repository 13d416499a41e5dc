import { backend } from '../linalg/engine.js';
import type { Precision, Real } from '../linalg/matrix.js';
import { oneBlasThread } from '../linalg/one-blas-thread.js';
import { heap } from './heap.js';
import { runTiles } from './pool.js';
import { FACTOR, PRODUCT, type ProgramCode, SOLVE } from './run-program.js';

/**
 * Programs that threads of the pool run side by side: each is a list of kernels, matrix products, factors and
 * triangular solves on arrays of the heap, done one after another by one thread, with one thread of BLAS. They are
 * written once and run many times. No result depends on the number of threads.
 */
export class Programs {
  readonly #precision: Precision;
  readonly #attached: boolean;
  readonly #words: number[] = [];
  readonly #starts: number[] = [0];
  readonly #names: string[] = [];
  #stored: Int32Array | undefined;

  /** `attached`: its arrays lie in the memory that was attached to the pool, not in the heap. */
  constructor(precision: Precision, attached = false) {
    this.#precision = precision;
    this.#attached = attached;
  }

  /** Appends a kernel of lib/assembly, of this precision, to the program. */
  kernel(name: string, arrays: readonly (Real | Int32Array)[], params: readonly number[]): void {
    const addresses = arrays.map(({ byteOffset }) => byteOffset);
    this.#step(`${name}${this.#precision === 'float64' ? 64 : 32}`, [...addresses, ...params]);
  }

  /**
   * Appends C = op(A) op(B), or + C; op(A) `(m, k)`, op(B) `(k, n)`, arrays that may be longer, whose rows as they are
   * stored are `strides` numbers apart if not those of a row; `times` products of arrays that are `steps` numbers
   * apart.
   */
  product(
    [a, b, c]: readonly Real[],
    [m, n, k]: readonly number[],
    {
      transA = false,
      transB = false,
      add = false,
      strides = [transA ? m : k, transB ? k : n, n],
      times = 1,
      steps = [0, 0, 0],
    }: {
      transA?: boolean;
      transB?: boolean;
      add?: boolean;
      strides?: readonly [number, number, number];
      times?: number;
      steps?: readonly [number, number, number];
    } = {},
  ): void {
    const addresses = [a, b, c].map(({ byteOffset }) => byteOffset);
    const bytes = steps.map((step) => step * a.BYTES_PER_ELEMENT);
    this.#step(PRODUCT, [+transA, +transB, m, n, k, +add, ...addresses, times, ...bytes, ...strides]);
  }

  /** Appends A <- U with A = UᵀU; A `(n, n)`, of which the upper triangle alone is read and written. */
  factor(a: Real, n: number): void {
    this.#step(FACTOR, [n, a.byteOffset]);
  }

  /** Appends B <- U⁻¹ B, with `trans` U⁻ᵀ B; U `(n, n)` as `factor` leaves it, rows `stride` apart, B `(n, k)`. */
  solve(
    [u, b]: readonly Real[],
    [n, k]: readonly number[],
    { trans = false, stride = n }: { trans?: boolean; stride?: number } = {},
  ): void {
    this.#step(SOLVE, [+trans, n, k, stride, u.byteOffset, b.byteOffset]);
  }

  /** Ends the program; what is appended next belongs to another one. */
  end(): void {
    this.#starts.push(this.#words.length);
  }

  /**
   * Runs the first `count` programs, by default all, and returns when they are done: 0, or the one-based pivot of a
   * matrix that has no factor, after which its program did not go on.
   */
  run(count: number = this.#starts.length - 1): number {
    if (this.#stored === undefined) {
      this.#stored = heap.int32(this.#words.length);
      this.#stored.set(this.#words);
    }
    const engine = backend();
    const program: ProgramCode = {
      words: this.#stored,
      starts: this.#starts,
      names: this.#names,
      precision: this.#precision,
      ...(engine.engine === 'native' && { library: engine.library }),
    };
    const attached = this.#attached;
    return oneBlasThread(() => runTiles({ kernel: 'program', params: [], tiles: count, program, attached }));
  }

  /** The programs can run no more. */
  free(): void {
    if (this.#stored) heap.free(this.#stored);
  }

  #step(name: string, args: readonly number[]): void {
    if (!this.#names.includes(name)) this.#names.push(name);
    this.#words.push(this.#names.indexOf(name), args.length, ...args);
  }
}
