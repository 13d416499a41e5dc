import { checkInteger, checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { Programs } from '../elementwise/programs.js';
import { InputError } from '../errors.js';
import { runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import type { Matrix } from './matrix.js';

/** A X = B; A `(n, n)` and B `(n, k)`, which are overwritten, and storage for X. */
export interface LeadingSystem {
  a: Matrix;
  b: Matrix;
  x: Matrix;
}

/**
 * X_s with A_s X_s = B_s for leading blocks A_s of A, the first n_s rows and columns, and the first n_s rows B_s of B: side by
 * side with zeros below, X `(n, k·S)` for S sizes n_s, in each system, all of one shape and precision; false where an A has no
 * factor. All sizes share one Cholesky factor over A's storage, since the leading blocks of U are those of A's blocks. As in
 * `solveSpd` A is positive definite by its making and only its upper triangle is read. One system has all threads of BLAS;
 * several that lie in the heap are solved at once, each by one thread.
 * @throws InputError if shapes or precisions differ, or a size is not from 1 to n.
 */
export function solveLeading(systems: readonly LeadingSystem[], sizes: readonly number[]): boolean {
  for (const system of systems) check(system, systems[0], sizes);
  const atOnce =
    systems.length > 1 &&
    systems.every((system) => Object.values(system).every(({ data }) => heap.has(data)));
  const factored = atOnce
    ? inPrograms(systems, (programs, { a, b }) => {
        programs.factor(a.data, a.rows);
        programs.solve([a.data, b.data], [b.rows, b.cols], { trans: true });
      }) === 0
    : systems.every(({ a, b }) => runNow(factor(a, b)) === 0);
  if (!factored) return false;
  for (const { b, x } of systems) cutOff(b, sizes, x);
  if (atOnce) inPrograms(systems, (programs, { a, x }) => programs.solve([a.data, x.data], [x.rows, x.cols]));
  else for (const { a, x } of systems) runNow(backend().trsm(true, false, x.rows, x.cols, a.data, x.data));
  return true;
}

function check({ a, b, x }: LeadingSystem, first: LeadingSystem, sizes: readonly number[]): void {
  const fn = 'solveLeading';
  checkSquare(fn, 'a', a);
  checkMatrix(fn, 'a', a, { rows: first.a.rows });
  checkMatrix(fn, 'b', b, { rows: a.rows, cols: first.b.cols });
  checkMatrix(fn, 'x', x, { rows: a.rows, cols: b.cols * sizes.length });
  checkSamePrecision(fn, { 'the first a': first.a, a, b, x });
  sizes.forEach((size, s) => {
    checkInteger(fn, `sizes[${s}]`, size, 1);
    if (size > a.rows) throw new InputError(fn, `sizes[${s}]`, `is ${size}`, `a has ${a.rows} rows`);
  });
}

/** A <- U with A = UᵀU, B <- U⁻ᵀ B; 0, or the one-based pivot that fails. */
function* factor(a: Matrix, b: Matrix): Routine<number> {
  const info = yield* backend().potrf(a.rows, a.data);
  if (info === 0) yield* backend().trsm(true, true, b.rows, b.cols, a.data, b.data);
  return info;
}

/** X <- [w_1; 0 | w_2; 0 | ...], w_s the first n_s rows of w: the back substitution of such a column is that of its block. */
function cutOff(w: Matrix, sizes: readonly number[], x: Matrix): void {
  x.data.fill(0);
  sizes.forEach((size, s) => {
    for (let i = 0; i < size; i++) x.data.set(w.row(i), i * x.cols + s * w.cols);
  });
}

/** Runs what `write` writes, one program a system. */
function inPrograms(
  systems: readonly LeadingSystem[],
  write: (programs: Programs, system: LeadingSystem) => void,
): number {
  const programs = new Programs(systems[0].a.precision);
  try {
    for (const system of systems) {
      write(programs, system);
      programs.end();
    }
    return programs.run();
  } finally {
    programs.free();
  }
}
