import { checkInteger, checkMatrix, checkSamePrecision, checkSquare } from '../check.js';
import { InputError } from '../errors.js';
import { runNow } from './backend.js';
import { backend } from './engine.js';
import { type Matrix, zeros } from './matrix.js';

/**
 * Rows `from` to `to` (default all) of S B, `(to - from, k)`; S `(n, n)` symmetric, of which the lower triangle is read,
 * B `(n, k)`. At the speed of `matmul`, without the upper triangle.
 * @throws InputError on shapes, precisions or rows out of range.
 */
export function symmetricProduct(s: Matrix, b: Matrix, from = 0, to: number = s?.rows): Matrix {
  const fn = 'symmetricProduct';
  checkSquare(fn, 's', s);
  checkMatrix(fn, 'b', b, { rows: s.rows });
  checkSamePrecision(fn, { s, b });
  checkInteger(fn, 'from', from);
  checkInteger(fn, 'to', to);
  if (from > to || to > s.rows) {
    throw new InputError(fn, 'to', `is ${to} after from = ${from}`, `give rows of 0 to ${s.rows}`);
  }
  const out = zeros(to - from, b.cols, b.precision);
  if (out.data.length > 0) runNow(backend().symm(from, to, s.rows, b.cols, s.data, b.data, out.data));
  return out;
}
