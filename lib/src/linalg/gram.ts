import { checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { runLater, runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import { checkedOut } from './matmul.js';
import { type Matrix, zeros } from './matrix.js';
import { mirrorLower } from '../elementwise/triangles.js';

export interface GramOptions {
  /** `rows`: A Aᵀ, inner products of rows. `columns`: Aᵀ A, of columns. */
  of?: 'rows' | 'columns';
  alpha?: number;
  /** Factor of `out`'s present content, of which the lower triangle is read. */
  beta?: number;
  /** Where the result goes, `(n, n)`; must not overlap `a`. */
  out?: Matrix;
  /** Leaves the entries of `out` above the diagonal as they are. */
  lower?: boolean;
}

/**
 * alpha A Aᵀ + beta out, `(n, n)` for A `(n, d)`; with `of: 'columns'` alpha Aᵀ A + beta out, `(d, d)`.
 *
 * Exactly symmetric, in half the operations of `matmul`. Entries are not checked, as in `matmul`.
 * @throws InputError if `out` has another shape or precision, or overlaps `a`.
 * @example
 * ```ts
 * gram(fromRows([[1, 2], [3, 4]])); // [[5, 11], [11, 25]]
 * ```
 */
export function gram(a: Matrix, options: GramOptions = {}): Matrix {
  const { c, work } = innerProducts('gram', a, options);
  runNow(work);
  return completed(c, options);
}

/**
 * `gram` in another thread.
 * @throws InputError as `gram`.
 * @example
 * ```ts
 * await gramAsync(fromRows([[1, 2], [3, 4]]), { of: 'columns' }); // [[10, 14], [14, 20]]
 * ```
 */
export async function gramAsync(a: Matrix, options: GramOptions = {}): Promise<Matrix> {
  const { c, work } = innerProducts('gramAsync', a, options);
  await runLater(work);
  return completed(c, options);
}

/** The checked result's storage and the work that fills its lower triangle. */
function innerProducts(
  fn: string,
  a: Matrix,
  { of = 'rows', alpha = 1, beta = 0, out }: GramOptions,
): { c: Matrix; work: Routine<void> } {
  checkMatrix(fn, 'a', a);
  if (of !== 'rows' && of !== 'columns') {
    throw new InputError(fn, 'of', `is ${String(of)}`, "give 'rows' or 'columns'");
  }
  const [n, k] = of === 'columns' ? [a.cols, a.rows] : [a.rows, a.cols];
  const c = checkedOut(fn, out, beta, n, n, a) ?? zeros(n, n, a.precision);
  return { c, work: backend().syrk(of === 'columns', n, k, alpha, a.data, beta, c.data) };
}

function completed(c: Matrix, { lower = false }: GramOptions): Matrix {
  if (!lower) mirrorLower(c.data, c.rows);
  return c;
}
