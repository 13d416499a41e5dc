import { checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { runLater, runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import type { Matrix } from './matrix.js';

/**
 * X with A X = B by Cholesky over A's storage, `(n, k)`; undefined where A has no factor. A `(n, n)` symmetric positive
 * definite by its making: only its upper triangle is read and written, and unlike in `cholesky` no entry is checked,
 * which for n = 4000 takes a fifth of the time. Entries that are not finite give undefined or an X that is not finite.
 * @throws InputError if shapes or precisions differ.
 */
export function solveSpd(a: Matrix, b: Matrix): Matrix | undefined {
  return runNow(solve('solveSpd', a, b));
}

/** `solveSpd` in another thread. */
export function solveSpdAsync(a: Matrix, b: Matrix): Promise<Matrix | undefined> {
  return runLater(solve('solveSpdAsync', a, b));
}

function* solve(fn: string, a: Matrix, b: Matrix): Routine<Matrix | undefined> {
  checkSquare(fn, 'a', a);
  checkMatrix(fn, 'b', b, { rows: a.rows });
  checkSamePrecision(fn, { a, b });
  const x = b.clone();
  if ((yield* backend().potrf(x.rows, a.data)) !== 0) return undefined;
  yield* backend().trsm(true, true, x.rows, x.cols, a.data, x.data);
  yield* backend().trsm(true, false, x.rows, x.cols, a.data, x.data);
  return x;
}
