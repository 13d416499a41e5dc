import { checkFinite, checkMatrix } from '../check.js';
import { runNow } from './backend.js';
import { backend } from './engine.js';
import { type Matrix, zeros } from './matrix.js';

export interface Qr {
  /** Orthonormal columns, `(n, p)`, p = min(n, d). */
  q: Matrix;
  /** Upper triangular (trapezoidal if d > n), `(p, d)`. The signs of its rows are the engine's choice. */
  r: Matrix;
}

/**
 * A = Q R; A `(n, d)`.
 * @throws InputError if A is empty or not finite.
 * @example
 * ```ts
 * const { q, r } = qr(fromRows([[3], [4]]));
 * Math.abs(r.get(0, 0)); // 5
 * matmul(q, r); // [[3], [4]]
 * ```
 */
export function qr(a: Matrix): Qr {
  checkMatrix('qr', 'a', a);
  checkFinite('qr', 'a', a.data);
  const p = Math.min(a.rows, a.cols);
  const q = zeros(a.rows, p, a.precision);
  const r = zeros(p, a.cols, a.precision);
  runNow(backend().geqrf(a.rows, a.cols, a.clone().data, q.data, r.data));
  return { q, r };
}
