import { allocate, type Real } from './matrix.js';
import type { Backend, Routine, Work } from './backend.js';
import { blasThreads } from './blas-threads.js';
import { nativeBlocks } from './blocks.js';
import { LEFT, LOWER, NO_TRANS, NON_UNIT, ROW_MAJOR, routinesOf, TRANS, UPPER } from './cblas.js';
import type { Foreign, ForeignLibrary } from './foreign.js';
import { loadKoffi } from './koffi.js';
import { transposeInto } from './transpose-into.js';

// Up to this size one thread factors faster than two, which wait for each other more than they work: 1.1 to 1.4 times.
const SMALL = 256;

// Rows that LAPACK factors and a triangular solve of BLAS takes at once.
const BASE = 48;

/**
 * BLAS and LAPACK of a shared library (LP64: 32-bit integers), by foreign function calls.
 * Throws if the library cannot be loaded or lacks a routine.
 *
 * CBLAS takes row-major arrays. LAPACK takes column-major ones, and so sees the transpose of every array:
 * the upper factor of Aᵀ is the lower factor of A, the SVD of Aᵀ exchanges U and V, and LQ of Aᵀ is QR of A.
 */
export function loadNative(library: string, dependencies: string[] = []): Backend {
  const koffi = loadKoffi();
  // A library that was unpacked without installing finds its dependencies only if they are loaded already.
  for (const dependency of dependencies) koffi.load(dependency);
  const lib = koffi.load(library);
  const double = bind(lib, 'd');
  const single = bind(lib, 's');
  const of = (a: Real): Routines => (a instanceof Float64Array ? double : single);
  const { version, core } = identify(lib);
  const { threads, setThreads, alone } = blasThreads(lib);

  const engine: Backend = {
    engine: 'native',
    library,
    version,
    core,
    threads,
    setThreads,
    blocks: nativeBlocks(lib),

    *gemm(transA, transB, m, n, k, alpha, a, b, beta, c, strides) {
      const [ta, tb] = [transA ? TRANS : NO_TRANS, transB ? TRANS : NO_TRANS];
      const [lda, ldb, ldc] = strides ?? [transA ? m : k, transB ? k : n, n];
      yield work(of(a).gemm, ROW_MAJOR, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    },

    preparedGemm(transA, transB, m, n, k, alpha, a, b, beta, c, strides) {
      const { gemmAt } = of(a);
      const [ta, tb] = [transA ? TRANS : NO_TRANS, transB ? TRANS : NO_TRANS];
      const [lda, ldb, ldc] = strides ?? [transA ? m : k, transB ? k : n, n];
      // Koffi looks an array up at each call, which takes as long as the smallest products.
      const [atA, atB, atC] = [a, b, c].map((array) => Number(koffi.address(array)));
      return () => void gemmAt(ROW_MAJOR, ta, tb, m, n, k, alpha, atA, lda, atB, ldb, beta, atC, ldc);
    },

    *syrk(trans, n, k, alpha, a, beta, c) {
      const t = trans ? TRANS : NO_TRANS;
      yield work(of(a).syrk, ROW_MAJOR, LOWER, t, n, k, alpha, a, trans ? n : k, beta, c, n);
    },

    *gemv(trans, m, n, alpha, a, x, beta, y) {
      yield work(of(a).gemv, ROW_MAJOR, trans ? TRANS : NO_TRANS, m, n, alpha, a, n, x, 1, beta, y, 1);
    },

    potrf: (n, a) => factor(of(a), n, n, a),

    *trsm(upper, trans, n, k, t, b, stride = n) {
      const shape: Triangle = { upper, trans, stride, width: k };
      // One column: trsv reads T once at the memory's speed, trsm does not.
      if (k === 1) yield work(of(t).trsv, ROW_MAJOR, ...named(shape), NON_UNIT, n, t, stride, b, 1);
      else yield* solveTriangle(of(t), shape, n, k, t, b);
    },

    *symm(from, to, n, k, s, b, c) {
      const { gemm, symm } = of(s);
      const m = to - from;
      const rows = (first: number): Real => b.subarray(first * k);
      yield work(
        symm,
        ROW_MAJOR,
        LEFT,
        LOWER,
        m,
        k,
        1,
        s.subarray(from * n + from),
        n,
        rows(from),
        k,
        0,
        c,
        k,
      );
      const add = (trans: number, inner: number, a: Real, first: number): Work =>
        work(gemm, ROW_MAJOR, trans, NO_TRANS, m, k, inner, 1, a, n, rows(first), k, 1, c, k);
      if (from > 0) yield add(NO_TRANS, from, s.subarray(from * n), 0);
      if (to < n) yield add(TRANS, n - to, s.subarray(to * n + from), to);
    },

    *gesv(n, k, a, b) {
      const info = int();
      const pivots = new Int32Array(new ArrayBuffer(4 * n));
      yield work(of(a).getrf, int(n), int(n), a, int(n), pivots, info);
      if (info[0] !== 0) return info[0];
      const columns = like(b, n * k);
      transposeInto(b, n, k, columns);
      yield work(of(a).getrs, 'T', int(n), int(k), a, int(n), pivots, columns, int(n), info, 1);
      transposeInto(columns, k, n, b);
      return info[0];
    },

    *syevd(n, a, w) {
      const info = int();
      const size = like(a, 1);
      const intSize = int();
      const call = (lwork: number, work_: Real, liwork: number, iwork: Int32Array): Work =>
        work(of(a).syevd, 'V', 'U', int(n), a, int(n), w, work_, int(lwork), iwork, int(liwork), info, 1, 1);
      call(-1, size, -1, intSize).now();
      const lwork = workSize(size);
      yield call(lwork, like(a, lwork), intSize[0], new Int32Array(new ArrayBuffer(4 * intSize[0])));
      return info[0];
    },

    *syevr(n, k, a, w, z) {
      const info = int();
      const [size, intSize] = [like(a, 1), int()];
      const none = like(a, 1);
      const [values, suppZ] = [like(a, n), new Int32Array(new ArrayBuffer(8 * k))];
      // Indices from n-k+1 to n: the k largest.
      const call = (lwork: number, work_: Real, liwork: number, iwork: Int32Array): Work =>
        work(
          of(a).syevr,
          ...['V', 'I', 'U', int(n), a, int(n), none, none, int(n - k + 1), int(n), none, int()],
          ...[values, z, int(n), suppZ, work_, int(lwork), iwork, int(liwork), info, 1, 1, 1],
        );
      call(-1, size, -1, intSize).now();
      const lwork = workSize(size);
      yield call(lwork, like(a, lwork), intSize[0], new Int32Array(new ArrayBuffer(4 * intSize[0])));
      w.set(values.subarray(0, k));
      return info[0];
    },

    *gesdd(thin, m, n, a, u, s, vt) {
      const info = int();
      const size = like(a, 1);
      const iwork = new Int32Array(new ArrayBuffer(32 * Math.min(m, n)));
      const ldu = thin ? Math.min(m, n) : m;
      const call = (lwork: number, work_: Real): Work =>
        work(
          of(a).gesdd,
          thin ? 'S' : 'A',
          int(n),
          int(m),
          a,
          int(n),
          s,
          vt,
          int(n),
          u,
          int(ldu),
          work_,
          int(lwork),
          iwork,
          info,
          1,
        );
      call(-1, size).now();
      const lwork = workSize(size);
      yield call(lwork, like(a, lwork));
      return info[0];
    },

    *geqrf(m, n, a, q, r) {
      const p = Math.min(m, n);
      const info = int();
      const tau = like(a, p);
      const size = like(a, 1);
      work(of(a).gelqf, int(n), int(m), a, int(n), tau, size, int(-1), info).now();
      let lwork = workSize(size);
      yield work(of(a).gelqf, int(n), int(m), a, int(n), tau, like(a, lwork), int(lwork), info);
      for (let i = 0; i < p; i++) for (let j = i; j < n; j++) r[i * n + j] = a[i * n + j];
      for (let i = 0; i < m; i++) q.set(a.subarray(i * n, i * n + p), i * p);
      work(of(a).orglq, int(p), int(m), int(p), q, int(p), tau, size, int(-1), info).now();
      lwork = workSize(size);
      yield work(of(a).orglq, int(p), int(m), int(p), q, int(p), tau, like(a, lwork), int(lwork), info);
    },
  };

  const small = <T>(n: number, routine: Routine<T>): Routine<T> => (n <= SMALL ? alone(routine) : routine);
  return {
    ...engine,
    potrf: (n, a) => small(n, engine.potrf(n, a)),
    syevd: (n, a, w) => small(n, engine.syevd(n, a, w)),
    syevr: (n, k, a, w, z) => small(n, engine.syevr(n, k, a, w, z)),
    gesdd: (thin, m, n, a, u, s, vt) => small(Math.min(m, n), engine.gesdd(thin, m, n, a, u, s, vt)),
  };
}

/**
 * U with UᵀU = A over the upper triangle of A `(n, n)`, rows `stride` apart; 0, or the one-based failing pivot. Halves
 * and their products, since triangular solves and small factors run far below the speed of products in OpenBLAS: at n =
 * 1000 this is 1.5 times as fast as its own Cholesky, at 4000 1.2 times. The lower factor takes longer: its panels are
 * columns, each row of which lies on a page of its own.
 */
function* factor(r: Routines, n: number, stride: number, a: Real): Routine<number> {
  if (n <= BASE) {
    const info = int();
    yield work(r.potrf, 'L', int(n), a, int(stride), info, 1);
    return info[0];
  }
  const half = halfOf(n);
  const first = yield* factor(r, half, stride, a);
  if (first !== 0) return first;
  const [beside, rest] = [a.subarray(half), a.subarray(half * stride + half)];
  yield* solveTriangle(r, { upper: true, trans: true, stride, width: stride }, half, n - half, a, beside);
  yield work(r.syrk, ROW_MAJOR, UPPER, TRANS, n - half, half, -1, beside, stride, 1, rest, stride);
  const second = yield* factor(r, n - half, stride, rest);
  return second === 0 ? 0 : half + second;
}

/** How a triangle T is read, and how far apart rows of T and of B lie. */
interface Triangle {
  upper: boolean;
  trans: boolean;
  stride: number;
  width: number;
}

function named({ upper, trans }: Triangle): [number, number] {
  return [upper ? UPPER : LOWER, trans ? TRANS : NO_TRANS];
}

/** B := op(T)⁻¹ B; T `(n, n)`, B `(n, k)`: by halves and a product, 1.3 to 2 times as fast as OpenBLAS at once. */
function* solveTriangle(r: Routines, shape: Triangle, n: number, k: number, t: Real, b: Real): Routine<void> {
  const { upper, trans, stride, width } = shape;
  if (n <= BASE) {
    yield work(r.trsm, ROW_MAJOR, LEFT, ...named(shape), NON_UNIT, n, k, 1, t, stride, b, width);
    return;
  }
  const half = halfOf(n);
  const top = { rows: half, t, b };
  const bottom = { rows: n - half, t: t.subarray(half * stride + half), b: b.subarray(half * width) };
  const [first, second] = upper === trans ? [top, bottom] : [bottom, top];
  yield* solveTriangle(r, shape, first.rows, k, first.t, first.b);
  const between = t.subarray(upper ? half : half * stride);
  yield work(
    r.gemm,
    ...[ROW_MAJOR, trans ? TRANS : NO_TRANS, NO_TRANS, second.rows, k, first.rows, -1],
    ...[between, stride, first.b, width, 1, second.b, width],
  );
  yield* solveTriangle(r, shape, second.rows, k, second.t, second.b);
}

/** About half, in whole pieces of the base. */
function halfOf(n: number): number {
  return Math.ceil(n / 2 / BASE) * BASE;
}

type Routines = Record<
  | 'gemm'
  | 'gemmAt'
  | 'syrk'
  | 'symm'
  | 'gemv'
  | 'trsm'
  | 'trsv'
  | 'potrf'
  | 'getrf'
  | 'getrs'
  | 'syevd'
  | 'syevr'
  | 'gesdd'
  | 'gelqf'
  | 'orglq',
  Foreign
>;

function bind(lib: ForeignLibrary, prefix: 'd' | 's'): Routines {
  const { blas, lapack } = routinesOf(lib, prefix);
  return {
    gemm: blas('gemm', 'iiiiiirpipirpi'),
    gemmAt: blas('gemm', 'iiiiiiraiairai'),
    syrk: blas('syrk', 'iiiiirpirpi'),
    symm: blas('symm', 'iiiiirpipirpi'),
    gemv: blas('gemv', 'iiiirpipirpi'),
    trsm: blas('trsm', 'iiiiiiirpipi'),
    trsv: blas('trsv', 'iiiiipipi'),
    potrf: lapack('potrf', 'cppppz'),
    getrf: lapack('getrf', 'pppppp'),
    getrs: lapack('getrs', 'cppppppppz'),
    syevd: lapack('syevd', 'ccpppppppppzz'),
    syevr: lapack('syevr', 'cccppppppppppppppppppzzz'),
    gesdd: lapack('gesdd', 'cpppppppppppppz'),
    gelqf: lapack('gelqf', 'pppppppp'),
    orglq: lapack('orglq', 'ppppppppp'),
  };
}

function work(fn: Foreign, ...args: unknown[]): Work {
  return {
    now: () => void fn(...args),
    later: () =>
      new Promise((resolve, reject) => {
        fn.async(...args, (error: Error | null) => (error ? reject(error) : resolve()));
      }),
  };
}

/** A Fortran integer argument. An explicit ArrayBuffer, because V8 may move the contents of small typed arrays. */
function int(value = 0): Int32Array {
  const cell = new Int32Array(new ArrayBuffer(4));
  cell[0] = value;
  return cell;
}

function like(a: Real, length: number): Real {
  return allocate(Math.max(1, length), a instanceof Float64Array ? 'float64' : 'float32');
}

// Single-precision LAPACK reports its work space in a float, which may have been rounded down.
function workSize(size: Real): number {
  return Math.ceil(size[0] * (1 + 2 ** -23));
}

function identify(lib: ForeignLibrary): { version: string; core: string } {
  const ask = (name: string): string | undefined => {
    try {
      return lib.func(name, 'const char *', [])() as string;
    } catch {
      return undefined;
    }
  };
  const config = ask('openblas_get_config');
  return {
    version: config === undefined ? 'unknown' : config.split(' ').slice(0, 2).join(' '),
    core: ask('openblas_get_corename') ?? 'chosen by the library',
  };
}
