import { checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { Programs } from '../elementwise/programs.js';
import { InputError } from '../errors.js';
import { runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import type { Matrix } from './matrix.js';

/** A `(n, n)` and B `(n, k)`, which are overwritten, and storage for solutions X_s `(n_s, k)` of leading blocks. */
export interface LeadingSystem {
  a: Matrix;
  b: Matrix;
  x: readonly Matrix[];
}

/**
 * A_s X_s = B_s for leading blocks A_s of A, the first n_s rows and columns, and the first n_s rows B_s of B, in each
 * system, all of one precision; false where an A has no factor. All sizes share one Cholesky factor over A's storage
 * and one forward substitution over B's, since the leading blocks of U are those of A's blocks. As in `solveSpd` A is
 * positive definite by its making and only its upper triangle is read. One system has all threads of BLAS; several that
 * lie in the heap are solved at once, each by one thread.
 * @throws InputError if shapes or precisions differ, or an X_s has more rows than A.
 */
export function solveLeading(systems: readonly LeadingSystem[]): boolean {
  systems.forEach(check);
  const inHeap = ({ data }: Matrix): boolean => heap.has(data);
  if (systems.length > 1 && systems.every(({ a, b, x }) => [a, b, ...x].every(inHeap)))
    return atOnce(systems);
  for (const { a, b, x } of systems) {
    if (runNow(factor(a, b)) !== 0) return false;
    for (const part of x) {
      part.data.set(b.data.subarray(0, part.data.length));
      runNow(backend().trsm(true, false, part.rows, part.cols, a.data, part.data, a.rows));
    }
  }
  return true;
}

function check({ a, b, x }: LeadingSystem): void {
  const fn = 'solveLeading';
  checkSquare(fn, 'a', a);
  checkMatrix(fn, 'b', b, { rows: a.rows });
  checkSamePrecision(fn, { a, b });
  x.forEach((part, s) => {
    checkMatrix(fn, `x[${s}]`, part, { cols: b.cols });
    checkSamePrecision(fn, { a, [`x[${s}]`]: part });
    if (part.rows > a.rows) throw new InputError(fn, `x[${s}]`, `has ${part.rows} rows`, `a has ${a.rows}`);
  });
}

/** A <- U with A = UᵀU, B <- U⁻ᵀ B; 0, or the one-based pivot that fails. */
function* factor(a: Matrix, b: Matrix): Routine<number> {
  const info = yield* backend().potrf(a.rows, a.data);
  if (info === 0) yield* backend().trsm(true, true, b.rows, b.cols, a.data, b.data);
  return info;
}

function atOnce(systems: readonly LeadingSystem[]): boolean {
  const factored = inPrograms(systems, (programs, { a, b }) => {
    programs.factor(a.data, a.rows);
    programs.solve([a.data, b.data], [b.rows, b.cols], { trans: true });
  });
  if (!factored) return false;
  return inPrograms(systems, (programs, { a, b, x }) => {
    for (const part of x) {
      part.data.set(b.data.subarray(0, part.data.length));
      programs.solve([a.data, part.data], [part.rows, part.cols], { stride: a.rows });
    }
  });
}

/** Runs what `write` writes, one program a system; false where a factor failed. */
function inPrograms(
  systems: readonly LeadingSystem[],
  write: (programs: Programs, system: LeadingSystem) => void,
): boolean {
  const programs = new Programs(systems[0].a.precision);
  try {
    for (const system of systems) {
      write(programs, system);
      programs.end();
    }
    return programs.run() === 0;
  } finally {
    programs.free();
  }
}
