import { runNow } from './backend.js';
import { checkFactor } from './cholesky.js';
import { backend } from './engine.js';
import { type Matrix, zeros } from './matrix.js';

// Columns of the inverse at once.
const BLOCK = 128;

/**
 * The diagonal of (L Lᵀ)⁻¹: the squared lengths of the columns of L⁻¹; L `(n, n)` from `cholesky`, result `(n)`. L⁻¹ is
 * made in blocks of columns, each below its diagonal alone: n³/3 operations, where solving for the identity takes 2 n³.
 * @throws InputError if L is not square or has a diagonal entry that is not positive.
 */
export function inverseDiagonal(l: Matrix): Float64Array {
  checkFactor('inverseDiagonal', l);
  const n = l.rows;
  const diagonal = new Float64Array(n);
  for (let from = 0; from < n; from += BLOCK) {
    const [rest, width] = [n - from, Math.min(BLOCK, n - from)];
    const below = zeros(rest, rest, l.precision);
    for (let i = 0; i < rest; i++) {
      const start = (from + i) * n + from;
      below.data.set(l.data.subarray(start, start + i + 1), i * rest);
    }
    const columns = zeros(rest, width, l.precision);
    for (let j = 0; j < width; j++) columns.set(j, j, 1);
    runNow(backend().trsm(false, false, rest, width, below.data, columns.data));
    for (let k = 0; k < columns.data.length; k++) diagonal[from + (k % width)] += columns.data[k] ** 2;
  }
  return diagonal;
}
