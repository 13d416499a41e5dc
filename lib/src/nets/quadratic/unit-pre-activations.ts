import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { gatherRows } from '../gather-rows.js';
import { perMatrix } from './per-matrix.js';

/** Z = X Uᵀ of hidden units whose weights U `(m, q)` move by gradients, on rows x `(N, q)`. */
export interface UnitPreActivations {
  /** Z `(N, m)`, or the rows asked for, as a view that the next call overwrites. */
  of(rows?: Int32Array): Matrix;
  /** U ← U - factor Bᵀ X for B `(N, m)`, or with X's rows for B `(b, m)`. */
  move(b: Matrix, factor: number, rows?: Int32Array): void;
  /** z Uᵀ of other rows z. */
  at(z: Matrix): Matrix;
}

/**
 * Gradients keep U within U₀ + span(x), so that with fewer rows than twice the inputs Z is moved by the Gram matrix and U
 * never formed:
 *
 *     Z ← Z - factor (X Xᵀ) B,   z Uᵀ = z U₀ᵀ - (z Xᵀ) C,   C = Σ factor B;
 *
 * 2N²m operations a step instead of 4Nmq. Otherwise U is moved itself.
 */
export function unitPreActivations(x: Matrix, u0: Matrix): UnitPreActivations {
  return x.rows < 2 * x.cols ? spanned(x, u0) : direct(x, u0);
}

function spanned(x: Matrix, u0: Matrix): UnitPreActivations {
  const z = matmul(x, u0, { transB: true });
  const inner = gram(x);
  const c = zeros(z.rows, z.cols, z.precision);
  const part = zeros(z.rows, z.cols, z.precision);
  const start = perMatrix((points) => ({
    z: matmul(points, u0, { transB: true }),
    inner: matmul(points, x, { transB: true }),
  }));
  return {
    of: (rows) => (rows === undefined ? z : gatherRows(z, rows, part)),
    move(b, factor, rows) {
      const { data } = b;
      for (let i = 0; i < b.rows; i++) {
        const at = (rows?.[i] ?? i) * b.cols;
        for (let k = 0, from = i * b.cols; k < b.cols; k++) c.data[at + k] += factor * data[from + k];
      }
      const left =
        rows === undefined ? inner : gatherRows(inner, rows, zeros(rows.length, x.rows, x.precision));
      matmul(left, b, { transA: true, alpha: -factor, beta: 1, out: z });
    },
    at(points) {
      const first = start(points);
      return matmul(first.inner, c, { alpha: -1, beta: 1, out: first.z.clone() });
    },
  };
}

function direct(x: Matrix, u0: Matrix): UnitPreActivations {
  const u = u0.clone();
  const gathered = zeros(x.rows, x.cols, x.precision);
  const z = zeros(x.rows, u.rows, x.precision);
  const batch = (rows?: Int32Array): Matrix => (rows === undefined ? x : gatherRows(x, rows, gathered));
  return {
    of(rows) {
      const out = rows === undefined ? z : firstRows(z, rows.length);
      return matmul(batch(rows), u, { transB: true, out });
    },
    move: (b, factor, rows) => void matmul(b, batch(rows), { transA: true, alpha: -factor, beta: 1, out: u }),
    at: (points) => matmul(points, u, { transB: true }),
  };
}

/** The first n rows, as a view. */
export function firstRows(a: Matrix, n: number): Matrix {
  return n === a.rows ? a : new Matrix(n, a.cols, a.data.subarray(0, n * a.cols));
}
