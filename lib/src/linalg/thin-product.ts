import { backend } from './engine.js';
import { matmul, type MatmulOptions } from './matmul.js';
import { type Matrix, zeros } from './matrix.js';
import { rowView } from './row-view.js';

// OpenBLAS has kernels for products of at most 10⁶ multiplications that need no copy of A in another order, which costs
// more than a thin product itself: on one thread bands of rows take half of its time, and no more than two threads.
const CORES = ['SkylakeX', 'Cooperlake'];
const MOST = 900_000;
const ROWS = 48;

/**
 * `matmul` of A by a B of few columns, op(A) B, at about the cost of reading A once.
 * @throws InputError as `matmul`.
 * @example
 * ```ts
 * const a = fromRows([[1, 2], [3, 4]]);
 * thinProduct(a, fromRows([[1], [1]])); // [[3], [7]]
 * ```
 */
export function thinProduct(a: Matrix, b: Matrix, options: Omit<MatmulOptions, 'transB'> = {}): Matrix {
  const { transA = false, beta = 0, out } = options;
  const [m, inner] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
  const rows = Math.min(ROWS, 8 * Math.floor(MOST / (8 * a.cols * b.cols)));
  const { core, threads } = backend();
  const inBands = rows >= 8 && rows < a.rows && CORES.includes(core) && threads() <= 2;
  const fits = b.rows === inner && (out === undefined ? beta === 0 : out.rows === m && out.cols === b.cols);
  // What does not fit is for matmul to say.
  if (!inBands || !fits) return matmul(a, b, options);
  const target = out ?? zeros(m, b.cols, a.precision);
  for (let from = 0; from < a.rows; from += rows) {
    const band = (whole: Matrix): Matrix => rowView(whole, from, Math.min(from + rows, a.rows));
    if (transA) matmul(band(a), band(b), { ...options, beta: from === 0 ? beta : 1, out: target });
    else matmul(band(a), b, { ...options, out: band(target) });
  }
  return target;
}
