import { checkMatrix, checkNoOverlap, checkVector } from '../check.js';
import { InputError } from '../errors.js';
import { runNow } from './backend.js';
import { backend } from './engine.js';
import { allocate, type Matrix, type Real } from './matrix.js';

export interface GemvOptions {
  transA?: boolean;
  alpha?: number;
  /** Factor of `out`'s present content; 0 overwrites it. */
  beta?: number;
  /** Where the result goes, `(n)`; must not overlap `a` or `x`. */
  out?: Real;
}

/**
 * alpha op(A) x + beta out; op(A) `(n, d)`, x `(d)`, result `(n)`. Entries are not checked, as in `matmul`.
 * @throws InputError if lengths or precisions differ, or `out` overlaps an argument.
 * @example
 * ```ts
 * gemv(fromRows([[1, 2], [3, 4]]), Float64Array.of(1, 1)); // [3, 7]
 * ```
 */
export function gemv(a: Matrix, x: Real, options: GemvOptions = {}): Real {
  const { transA = false, alpha = 1, beta = 0, out } = options;
  checkMatrix('gemv', 'a', a);
  const [length, d] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
  checkVector('gemv', 'x', x, d, a.precision);
  if (out !== undefined) {
    checkVector('gemv', 'out', out, length, a.precision);
    checkNoOverlap('gemv', { data: out }, { a, x: { data: x } });
  } else if (beta !== 0) {
    throw new InputError('gemv', 'beta', `is ${beta} without out`, 'give out, whose content beta scales');
  }
  const y = out ?? allocate(length, a.precision);
  runNow(backend().gemv(transA, a.rows, a.cols, alpha, a.data, x, beta, y));
  return y;
}
