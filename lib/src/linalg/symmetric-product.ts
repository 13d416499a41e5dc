import { checkInteger, checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { InputError } from '../errors.js';
import { runNow } from './backend.js';
import { backend } from './engine.js';
import { checkedOut } from './matmul.js';
import { type Matrix, zeros } from './matrix.js';

export interface SymmetricProductOptions {
  /** Rows `from` up to, not including, `to` alone. */
  from?: number;
  to?: number;
  /** Where the result goes, `(to - from, k)`; must not overlap `s` or `b`. */
  out?: Matrix;
}

/**
 * S B, `(n, k)`; S `(n, n)` symmetric, of which the lower triangle is read, B `(n, k)`. At the speed of `matmul`.
 * @throws InputError on shapes, precisions or rows out of range.
 */
export function symmetricProduct(s: Matrix, b: Matrix, options: SymmetricProductOptions = {}): Matrix {
  const fn = 'symmetricProduct';
  checkSquare(fn, 's', s);
  checkMatrix(fn, 'b', b, { rows: s.rows });
  checkSamePrecision(fn, { s, b });
  const { from = 0, to = s.rows, out } = options;
  checkInteger(fn, 'from', from);
  checkInteger(fn, 'to', to);
  if (from > to || to > s.rows) {
    throw new InputError(fn, 'to', `is ${to} after from = ${from}`, `give rows of 0 to ${s.rows}`);
  }
  const c = checkedOut(fn, out, 0, to - from, b.cols, s, b) ?? zeros(to - from, b.cols, b.precision);
  if (c.data.length > 0) runNow(backend().symm(from, to, s.rows, b.cols, s.data, b.data, c.data));
  return c;
}
