import type { Blocks } from './blocks.js';
import type { Real } from './matrix.js';

/** One piece of work of an engine, done either at once or off the event loop. */
export interface Work {
  now(): void;
  later(): Promise<void>;
}

/** A routine as a sequence of pieces of work: the same lines serve its blocking and its asynchronous form. */
export type Routine<T> = Generator<Work, T, void>;

/**
 * What an engine does. All arrays are row-major, contiguous and of one precision per call; arguments have been
 * checked by the public functions. `info` results follow LAPACK: 0, or the one-based position of the failure.
 */
export interface Backend {
  readonly engine: 'native' | 'portable';
  readonly library: string;
  readonly version: string;
  readonly core: string;
  threads(): number;
  setThreads(threads: number): void;
  /** Moves of blocks in the precision of `like`. */
  blocks(like: Real): Blocks;

  /**
   * C = alpha op(A) op(B) + beta C; C (m, n), inner dimension k. `strides`: numbers from one row to the next of A, B
   * and C as they are stored, where more than a row has.
   */
  gemm(
    transA: boolean,
    transB: boolean,
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: Real,
    b: Real,
    beta: number,
    c: Real,
    strides?: readonly [number, number, number],
  ): Routine<void>;
  /**
   * `gemm` as a call to be made again and again, of arrays of the heap: others may move, or end before the last call.
   */
  preparedGemm(...args: Parameters<Backend['gemm']>): () => void;
  /** Lower triangle of C = alpha op(A) op(A)ᵀ + beta C; C (n, n), inner dimension k; A is (k, n) if `trans`. */
  syrk(trans: boolean, n: number, k: number, alpha: number, a: Real, beta: number, c: Real): Routine<void>;
  /** y = alpha op(A) x + beta y; A (m, n). */
  gemv(
    trans: boolean,
    m: number,
    n: number,
    alpha: number,
    a: Real,
    x: Real,
    beta: number,
    y: Real,
  ): Routine<void>;
  /**
   * The Cholesky factor U, A = UᵀU, in place over A's upper triangle; what lies below the diagonal is left as it was.
   */
  potrf(n: number, a: Real): Routine<number>;
  /**
   * B := op(T)⁻¹ B for T the `upper` or else the lower triangle of an array, rows `stride` apart, by default n; B (n,
   * k).
   */
  trsm(
    upper: boolean,
    trans: boolean,
    n: number,
    k: number,
    t: Real,
    b: Real,
    stride?: number,
  ): Routine<void>;
  /**
   * C = rows `from` to `to` of S B, C (to - from, k); S (n, n) symmetric, of which the lower triangle is read; B (n,
   * k).
   */
  symm(from: number, to: number, n: number, k: number, s: Real, b: Real, c: Real): Routine<void>;
  /** B := A⁻¹ B by LU with partial pivoting; A (n, n) is overwritten; B (n, k). */
  gesv(n: number, k: number, a: Real, b: Real): Routine<number>;
  /** Eigenvalues of the symmetric A, ascending, into w; A is overwritten by its eigenvectors as rows. */
  syevd(n: number, a: Real, w: Real): Routine<number>;
  /** The k largest eigenvalues of the symmetric A, ascending, into w (k), their eigenvectors as rows into Z (k, n). */
  syevr(n: number, k: number, a: Real, w: Real, z: Real): Routine<number>;
  /** A = U diag(s) Vᵀ; A (m, n) is overwritten; U (m, p), Vᵀ (q, n), p = q = min(m, n) if `thin`. */
  gesdd(thin: boolean, m: number, n: number, a: Real, u: Real, s: Real, vt: Real): Routine<number>;
  /** A = Q R; A (m, n) is overwritten; Q (m, p), R (p, n), p = min(m, n). */
  geqrf(m: number, n: number, a: Real, q: Real, r: Real): Routine<void>;
}

/** Runs a routine to its end, blocking. */
export function runNow<T>(routine: Routine<T>): T {
  for (;;) {
    const step = routine.next();
    if (step.done) return step.value;
    step.value.now();
  }
}

/** Runs a routine to its end; the event loop stays free while an engine works in its own threads. */
export async function runLater<T>(routine: Routine<T>): Promise<T> {
  for (;;) {
    const step = routine.next();
    if (step.done) return step.value;
    await step.value.later();
  }
}
