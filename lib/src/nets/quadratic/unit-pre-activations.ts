import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { gatherRows } from '../gather-rows.js';
import { perMatrix } from './per-matrix.js';

/** Z = X Uᵀ of hidden units whose weights U `(m, q)` move by combinations of the rows x `(N, q)`. */
export interface UnitPreActivations {
  /** Z `(N, m)`, or the rows asked for, in storage that the caller may overwrite until the next call. */
  of(rows?: Int32Array): Matrix;
  /** B `(N, m)`, to whose rows a step adds what it moves the units by: U ← U + Bᵀ X. */
  readonly change: Matrix;
  /** Says that `change` has grown, in the rows given if any; ends the use of what `of` gave. */
  moved(rows?: Int32Array): void;
  /** z Uᵀ of other rows z. */
  at(z: Matrix): Matrix;
}

/**
 * Gradients keep U within U₀ + span(x): U = U₀ + Cᵀ X. With fewer rows than twice the inputs C is kept instead of U,
 *
 *     Z = X U₀ᵀ + (X Xᵀ) C,   z Uᵀ = z U₀ᵀ + (z Xᵀ) C,
 *
 * 2N²m operations a step instead of 4Nmq. Otherwise U is moved itself.
 */
export function unitPreActivations(x: Matrix, u0: Matrix): UnitPreActivations {
  return x.rows < 2 * x.cols ? spanned(x, u0) : direct(x, u0);
}

function spanned(x: Matrix, u0: Matrix): UnitPreActivations {
  const z0 = matmul(x, u0, { transB: true });
  const inner = gram(x);
  const [z, change] = [zeros(z0.rows, z0.cols, z0.precision), zeros(z0.rows, z0.cols, z0.precision)];
  const gathered = zeros(x.rows, x.rows, x.precision);
  const start = perMatrix((points) => ({
    z: matmul(points, u0, { transB: true }),
    inner: matmul(points, x, { transB: true }),
  }));
  return {
    change,
    of(rows) {
      if (rows === undefined) z.data.set(z0.data);
      const out = rows === undefined ? z : gatherRows(z0, rows, z);
      return matmul(rows === undefined ? inner : gatherRows(inner, rows, gathered), change, { beta: 1, out });
    },
    moved: () => {},
    at(points) {
      const first = start(points);
      return matmul(first.inner, change, { beta: 1, out: first.z.clone() });
    },
  };
}

function direct(x: Matrix, u0: Matrix): UnitPreActivations {
  const u = u0.clone();
  const gathered = zeros(x.rows, x.cols, x.precision);
  const [z, change] = [zeros(x.rows, u.rows, x.precision), zeros(x.rows, u.rows, x.precision)];
  const batch = (rows?: Int32Array): Matrix => (rows === undefined ? x : gatherRows(x, rows, gathered));
  return {
    change,
    of(rows) {
      const out =
        rows === undefined ? z : new Matrix(rows.length, z.cols, z.data.subarray(0, rows.length * z.cols));
      return matmul(batch(rows), u, { transB: true, out });
    },
    moved(rows) {
      const part = rows === undefined ? change : gatherRows(change, rows, z);
      matmul(part, batch(rows), { transA: true, beta: 1, out: u });
      if (rows === undefined) change.data.fill(0);
      else for (const row of rows) change.row(row).fill(0);
    },
    at: (points) => matmul(points, u, { transB: true }),
  };
}
