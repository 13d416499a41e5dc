import { runNow, type Backend } from './backend.js';
import type { Blocks } from './blocks.js';
import { allocate, type Precision, type Real } from './matrix.js';
import { loadNative } from './native.js';
import { portable } from './portable.js';
import { Random } from './random.js';
import { transposeInto } from './transpose-into.js';

/** What a child process reports of a library: the core that it used and a speed in GFLOP/s, or what is wrong. */
export type CheckReport =
  | { kind: 'right'; openblas: boolean; core: string; speed: number }
  | { kind: 'wrong'; why: string }
  | { kind: 'not loaded'; why: string };

// Odd, and beyond one block of any kernel, so that full tiles and both kinds of edges are met.
const N = 131;
const M = 203;

/**
 * Checks gemm, the moves of blocks, syrk, potrf, trsm, symm, syevd and gesdd against the portable engine in both
 * precisions, then times gemm and syrk.
 */
export function checkLibrary(file: string, dependencies: string[]): CheckReport {
  let native: Backend;
  try {
    native = loadNative(file, dependencies);
  } catch (error) {
    return { kind: 'not loaded', why: (error as Error).message.split('\n')[0] };
  }
  for (const precision of ['float64', 'float32'] as const) {
    const wrong = firstWrong(native, precision);
    if (wrong !== undefined) {
      return { kind: 'wrong', why: `${file} computes a wrong ${wrong} in ${precision}, core ${native.core}` };
    }
  }
  const openblas = native.version.startsWith('OpenBLAS');
  return { kind: 'right', openblas, core: native.core, speed: speed(native) };
}

function firstWrong(native: Backend, precision: Precision): string | undefined {
  const random = new Random(1);
  const draw = (length: number): Real => random.normalMatrix(1, length, precision).data;
  const room = (length: number): Real => allocate(length, precision);
  // Sums of 203 products of standard normals, in two orders of summation: some tens of ulps of their size.
  const tolerance = precision === 'float64' ? 1e-12 : 5e-4;
  const close = (x: Real, y: Real, scale: number): boolean =>
    x.every((value, i) => Math.abs(value - y[i]) <= tolerance * scale);

  for (const transA of [false, true]) {
    for (const transB of [false, true]) {
      const [a, b, c] = [draw(M * N), draw(N * M), draw(M * M)];
      const products = [native, portable].map((engine) => {
        const out = c.slice();
        runNow(engine.gemm(transA, transB, M, M, N, 0.5, a, b, 2, out));
        return out;
      });
      if (!close(products[0], products[1], M)) return 'gemm';
    }
  }

  const a = draw(N * M);
  const move = wrongMove(native, a, draw(N * M));
  if (move !== undefined) return move;

  const mirrorLower = (s: Real): void => {
    for (let i = 0; i < N; i++) for (let j = 0; j < i; j++) s[j * N + i] = s[i * N + j];
  };
  const gram = room(N * N);
  runNow(portable.syrk(false, N, M, 1, a, 0, gram));
  mirrorLower(gram);
  for (const trans of [false, true]) {
    const stored = room(N * M);
    if (trans) transposeInto(a, N, M, stored);
    else stored.set(a);
    const own = room(N * N);
    runNow(native.syrk(trans, N, M, 1, stored, 0, own));
    mirrorLower(own);
    if (!close(own, gram, M)) return 'syrk';
  }

  // The factors are unique up to signs, which products of the portable engine take away.
  const product = (transB: boolean, m: number, n: number, k: number, x: Real, y: Real): Real => {
    const out = room(m * n);
    runNow(portable.gemm(false, transB, m, n, k, 1, x, y, 0, out));
    return out;
  };

  // What is not to be read is no number.
  const [upper, lower] = [gram.slice(), gram.slice()];
  for (let i = 0; i < N; i++) {
    upper.fill(NaN, i * N, i * N + i);
    lower.fill(NaN, i * N + i + 1, (i + 1) * N);
  }
  if (runNow(native.potrf(N, upper)) !== 0) return 'potrf';
  const factor = room(N * N);
  transposeInto(upper, N, N, factor);
  for (let i = 0; i < N; i++) factor.fill(0, i * N + i + 1, (i + 1) * N);
  if (!close(product(true, N, N, N, factor, factor), gram, M)) return 'potrf';
  for (const [above, triangle] of [
    [true, upper],
    [false, factor],
  ] as const) {
    const solved = a.slice();
    for (const first of [true, false]) runNow(native.trsm(above, above === first, N, M, triangle, solved));
    if (!close(product(false, N, M, N, gram, solved), a, M)) return 'trsm';
  }
  const rows = room(60 * M);
  runNow(native.symm(35, 95, N, M, lower, a, rows));
  if (!close(rows, product(false, N, M, N, gram, a).subarray(35 * M, 95 * M), M * M)) return 'symm';

  const vectors = gram.slice();
  const values = room(N);
  if (runNow(native.syevd(N, vectors, values)) !== 0) return 'syevd';
  const scaled = vectors.map((v, at) => v * values[Math.floor(at / N)]);
  const columns = room(N * N);
  transposeInto(vectors, N, N, columns);
  if (!close(product(false, N, N, N, columns, scaled), gram, M)) return 'syevd';

  const [u, s, vt] = [room(N * N), room(N), room(N * M)];
  if (runNow(native.gesdd(true, N, M, a.slice(), u, s, vt)) !== 0) return 'gesdd';
  for (let i = 0; i < N * M; i++) vt[i] *= s[Math.floor(i / M)];
  if (!close(product(false, N, M, N, u, vt), a, M)) return 'gesdd';
  return undefined;
}

/**
 * The routine of a move of blocks, within a larger A `(N, M)`, that is not the portable one's to the bit, but for sums.
 */
function wrongMove(native: Backend, a: Real, b: Real): string | undefined {
  const [rows, cols, at] = [N - 5, M - 9, 3 * M + 7];
  const moves: Record<string, (blocks: Blocks, inner: Real, block: Real) => void> = {
    turn: (blocks, inner, block) => blocks.turn(rows, cols, inner, M, block),
    write: (blocks, inner, block) => blocks.write(rows, cols, block, inner, M),
    clear: (blocks, inner) => blocks.clear(rows, cols, inner, M),
  };
  for (const [name, move] of Object.entries(moves)) {
    const [own, want] = [native, portable].map((engine) => {
      const [whole, block] = [a.slice(), b.slice()];
      move(engine.blocks(a), whole.subarray(at), block);
      return { whole, block };
    });
    const equal = (x: Real, y: Real): boolean => x.every((value, i) => value === y[i]);
    if (!equal(own.whole, want.whole) || !equal(own.block, want.block)) return `omatcopy (${name})`;
  }
  const gap = (engine: Backend, block: Real): number =>
    engine.blocks(a).gap(rows, cols, block.slice(), a.subarray(at), M);
  const same = b.slice();
  for (let i = 0; i < rows; i++) same.set(a.subarray(at + i * M, at + i * M + cols), i * cols);
  // Some 25,000 differences, in another order.
  const near = Math.abs(gap(native, b) / gap(portable, b) - 1) < (a instanceof Float64Array ? 1e-12 : 1e-3);
  return near && gap(native, same) === 0 ? undefined : 'geadd or asum';
}

/** Geometric mean over gemm and syrk in both precisions, best of several, in GFLOP/s. */
function speed(engine: Backend): number {
  const n = 768;
  let logs = 0;
  for (const precision of ['float64', 'float32'] as const) {
    const a = new Random(2).uniformMatrix(n, n, precision).data;
    const c = allocate(n * n, precision);
    const best = (flops: number, run: () => void): number => {
      let shortest = Infinity;
      for (let repeat = 0; repeat < 6; repeat++) {
        const start = performance.now();
        run();
        shortest = Math.min(shortest, performance.now() - start);
      }
      return flops / shortest / 1e6;
    };
    logs += Math.log(best(2 * n ** 3, () => runNow(engine.gemm(false, false, n, n, n, 1, a, a, 0, c))));
    logs += Math.log(best(n ** 3, () => runNow(engine.syrk(false, n, n, 1, a, 0, c))));
  }
  return Math.exp(logs / 4);
}

if (require.main === module) {
  const [file, ...dependencies] = process.argv.slice(2);
  console.log(JSON.stringify(checkLibrary(file, dependencies)));
}
