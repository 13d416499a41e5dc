import { checkMatrix, checkNoOverlap, checkSamePrecision, overlap } from '../check.js';
import { InputError } from '../errors.js';
import { runLater, runNow, type Routine } from './backend.js';
import { backend } from './engine.js';
import { type Matrix, zeros } from './matrix.js';

export interface MatmulOptions {
  transA?: boolean;
  transB?: boolean;
  alpha?: number;
  /** Factor of `out`'s present content; 0 overwrites it, even where it is NaN. */
  beta?: number;
  /** Where the result goes, `(n, m)`; must not overlap `a` or `b`. */
  out?: Matrix;
}

/**
 * alpha op(A) op(B) + beta out, with op(A) = A or Aᵀ; op(A) `(n, d)`, op(B) `(d, m)`, result `(n, m)`.
 *
 * Entries are not checked: NaN and Inf travel through the products as IEEE 754 has it.
 * @throws InputError if shapes or precisions differ, or `out` overlaps an argument.
 * @example
 * ```ts
 * const a = fromRows([[1, 2], [3, 4]]);
 * matmul(a, a, { transB: true }); // [[5, 11], [11, 25]]
 * ```
 */
export function matmul(a: Matrix, b: Matrix, options: MatmulOptions = {}): Matrix {
  const { c, work } = product('matmul', a, b, options);
  runNow(work);
  return c;
}

/**
 * `matmul` in another thread.
 * @throws InputError as `matmul`.
 * @example
 * ```ts
 * const a = fromRows([[1, 2], [3, 4]]);
 * await matmulAsync(a, a); // [[7, 10], [15, 22]]
 * ```
 */
export async function matmulAsync(a: Matrix, b: Matrix, options: MatmulOptions = {}): Promise<Matrix> {
  const { c, work } = product('matmulAsync', a, b, options);
  await runLater(work);
  return c;
}

/** The checked result's storage and the work that fills it. */
function product(
  fn: string,
  a: Matrix,
  b: Matrix,
  { transA = false, transB = false, alpha = 1, beta = 0, out }: MatmulOptions,
): { c: Matrix; work: Routine<void> } {
  checkMatrix(fn, 'a', a);
  checkMatrix(fn, 'b', b);
  if (a.precision !== b.precision) checkSamePrecision(fn, { a, b });
  const [m, k] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
  const [inner, n] = transB ? [b.cols, b.rows] : [b.rows, b.cols];
  if (inner !== k) {
    const of = (name: string, trans: boolean): string => (trans ? `${name}ᵀ` : name);
    throw new InputError(
      fn,
      of('b', transB),
      `has ${inner} rows`,
      `${of('a', transA)} has ${k} columns; they must be equal`,
    );
  }
  const c = checkedOut(fn, out, beta, m, n, a, b) ?? zeros(m, n, a.precision);
  return { c, work: backend().gemm(transA, transB, m, n, k, alpha, a.data, b.data, beta, c.data) };
}

/** Checks an `out` argument: shape, precision, no overlap with the inputs, and present if beta needs its content. */
export function checkedOut(
  fn: string,
  out: Matrix | undefined,
  beta: number,
  rows: number,
  cols: number,
  a: Matrix,
  b: Matrix = a,
): Matrix | undefined {
  if (out === undefined) {
    if (beta !== 0)
      throw new InputError(fn, 'beta', `is ${beta} without out`, 'give out, whose content beta scales');
    return undefined;
  }
  checkMatrix(fn, 'out', out, { rows, cols });
  // Lists are made only where something is wrong: small products would feel them.
  if (out.precision !== a.precision) checkSamePrecision(fn, { a, out });
  if (overlap(out.data, a.data) || overlap(out.data, b.data)) checkNoOverlap(fn, out, { a, b });
  return out;
}
