import { checkInteger, checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { InputError } from '../errors.js';
import { runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import { Matrix, zeros } from './matrix.js';

/**
 * X_s with A_s X_s = B_s for leading blocks A_s of A, the first n_s rows and columns, and the first n_s rows B_s of B: side by
 * side with zeros below, `(n, k·S)` for A `(n, n)`, B `(n, k)` and S sizes n_s; undefined where A has no factor. All share one
 * Cholesky factor over A's storage, since the leading blocks of U are those of A's blocks. As in `solveSpd` A is positive
 * definite by its making and only its upper triangle is read.
 * @throws InputError if shapes or precisions differ, or a size is not from 1 to n.
 */
export function solveLeading(a: Matrix, b: Matrix, sizes: readonly number[]): Matrix | undefined {
  return runNow(solve('solveLeading', a, b, sizes));
}

function* solve(fn: string, a: Matrix, b: Matrix, sizes: readonly number[]): Routine<Matrix | undefined> {
  checkSquare(fn, 'a', a);
  checkMatrix(fn, 'b', b, { rows: a.rows });
  checkSamePrecision(fn, { a, b });
  sizes.forEach((size, s) => {
    checkInteger(fn, `sizes[${s}]`, size, 1);
    if (size > a.rows) throw new InputError(fn, `sizes[${s}]`, `is ${size}`, `a has ${a.rows} rows`);
  });
  const { rows, cols } = b;
  const info = yield* backend().potrf(rows, a.data);
  if (info !== 0) return undefined;
  const forward = b.clone();
  yield* backend().trsm(true, true, rows, cols, a.data, forward.data);
  // The back substitution of [w; 0] is that of the leading block below which it stays 0.
  const x = zeros(rows, cols * sizes.length, b.precision);
  sizes.forEach((size, s) => {
    for (let i = 0; i < size; i++) x.data.set(forward.row(i), i * x.cols + s * cols);
  });
  yield* backend().trsm(true, false, x.rows, x.cols, a.data, x.data);
  return x;
}
