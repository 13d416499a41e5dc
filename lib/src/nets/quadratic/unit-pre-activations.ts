import { mapOpen } from '../../elementwise/gate-maps.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, type Real, zeros } from '../../linalg/matrix.js';
import { rowView } from '../../linalg/row-view.js';
import { gatherRows } from '../gather-rows.js';
import type { HeapArrays } from '../heap-arrays.js';
import { perMatrix } from './per-matrix.js';

/** Z = X Uᵀ of hidden units whose weights U `(m, q)` move by combinations of the rows x `(N, q)`. */
export interface UnitPreActivations {
  /** Z `(N, m)`, or the rows asked for, in storage that the caller may overwrite until the next call. */
  of(rows?: Int32Array): Matrix;
  /** 1{X U₀ᵀ ≥ 0} `(N, m)`: where a unit starts exactly at its kink, its gate is taken as open. */
  gates(): Matrix;
  /** B `(N, m)`, into whose rows a step writes what it moves the units by: U ← U + Bᵀ X. */
  readonly change: Matrix;
  /** Whether B is to be added to what `change` holds. */
  readonly adds: boolean;
  /** Says that `change` is there, in the rows given if any; ends the use of what `of` gave. */
  moved(rows?: Int32Array): void;
  /** z Uᵀ of other rows z, block by block, each to be used before the next; `gates` are 1{z U₀ᵀ ≥ 0} if `frozen`. */
  at(z: Matrix): Iterable<{ z: Matrix; gates: Matrix }>;
}

export interface UnitsOptions {
  /** Rows of x that belong together: blocks do not part them. */
  positions: number;
  /** Whether the gates at the start are wanted of `at`; otherwise it gives storage for others. */
  frozen: boolean;
  /** Where Z, the gates and B lie. */
  storage: HeapArrays;
}

/**
 * Gradients keep U within U₀ + span(x): U = U₀ + Cᵀ X. With fewer rows than twice the inputs C is kept instead of U,
 *
 *     Z = X U₀ᵀ + (X Xᵀ) C,   z Uᵀ = z U₀ᵀ + (z Xᵀ) C,
 *
 * 2N²m operations a step instead of 4Nmq. Otherwise U is moved itself.
 */
export function unitPreActivations(x: Matrix, u0: Matrix, options: UnitsOptions): UnitPreActivations {
  return x.rows < 2 * x.cols ? spanned(x, u0, options) : direct(x, u0, options);
}

function spanned(x: Matrix, u0: Matrix, { frozen, storage }: UnitsOptions): UnitPreActivations {
  const z0 = matmul(x, u0, { transB: true, out: storage.matrix(x.rows, u0.rows) });
  const [z, change] = [storage.matrix(z0.rows, z0.cols), storage.matrix(z0.rows, z0.cols)];
  const inner = gram(x);
  const gathered = zeros(x.rows, x.rows, x.precision);
  const start = perMatrix((points) => {
    const first = matmul(points, u0, { transB: true, out: storage.matrix(points.rows, u0.rows) });
    const gates = storage.matrix(first.rows, first.cols);
    if (frozen) open(first, gates);
    const now = storage.matrix(first.rows, first.cols);
    return { z: first, now, inner: matmul(points, x, { transB: true }), gates };
  });
  return {
    change,
    adds: true,
    of(rows) {
      if (rows === undefined) z.data.set(z0.data);
      const out = rows === undefined ? z : gatherRows(z0, rows, z);
      return matmul(rows === undefined ? inner : gatherRows(inner, rows, gathered), change, { beta: 1, out });
    },
    gates: () => open(z0, storage.matrix(z0.rows, z0.cols)),
    moved: () => {},
    *at(points) {
      const first = start(points);
      first.now.data.set(first.z.data);
      yield { z: matmul(first.inner, change, { beta: 1, out: first.now }), gates: first.gates };
    },
  };
}

// Numbers of a block of pre-activations: more than the points of a step have, less than crowds the heap.
const BLOCK = 2 ** 20;

function direct(x: Matrix, u0: Matrix, { positions, frozen, storage }: UnitsOptions): UnitPreActivations {
  const u = u0.clone();
  const m = u.rows;
  const gathered = zeros(x.rows, x.cols, x.precision);
  const [z, change] = [storage.matrix(x.rows, m), storage.matrix(x.rows, m)];
  const batch = (rows?: Int32Array): Matrix => (rows === undefined ? x : gatherRows(x, rows, gathered));
  const most = positions * Math.max(1, Math.floor(BLOCK / (positions * m)));
  let block: Real[] | undefined;
  return {
    change,
    adds: false,
    of(rows) {
      const out = rows === undefined ? z : new Matrix(rows.length, m, z.data.subarray(0, rows.length * m));
      return matmul(batch(rows), u, { transB: true, out });
    },
    gates: () => open(matmul(x, u0, { transB: true, out: z }), storage.matrix(z.rows, m)),
    moved(rows) {
      const part = rows === undefined ? change : gatherRows(change, rows, z);
      matmul(part, batch(rows), { transA: true, beta: 1, out: u });
    },
    *at(points) {
      block ??= [storage.reals(most * m), storage.reals(most * m)];
      for (let from = 0; from < points.rows; from += most) {
        const count = Math.min(most, points.rows - from);
        const some = rowView(points, from, from + count);
        const [now, gates] = block.map((numbers) => new Matrix(count, m, numbers.subarray(0, count * m)));
        if (frozen) mapOpen(matmul(some, u0, { transB: true, out: gates }));
        yield { z: matmul(some, u, { transB: true, out: now }), gates };
      }
    },
  };
}

/** 1{z ≥ 0} into `gates`. */
function open(z: Matrix, gates: Matrix): Matrix {
  gates.data.set(z.data);
  mapOpen(gates);
  return gates;
}
