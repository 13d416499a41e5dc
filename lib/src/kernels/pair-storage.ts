import { Matrix, type Precision } from '../linalg/matrix.js';

// From here on threads pay off. Below `allocate`'s own limit: the storage of a pair is meant to be used again, so that
// shared buffers do not pile up.
const SHARED_FROM = 2 ** 17;

/**
 * The `index`-th matrix of an earlier pair if it is `(n, n)` and of this precision, else a new one. Content undefined.
 */
export function pairStorage(
  storage: readonly Matrix[] | undefined,
  index: number,
  n: number,
  precision: Precision,
): Matrix {
  const old = storage?.[index];
  if (old !== undefined && old.rows === n && old.cols === n && old.precision === precision) return old;
  const bytes = n * n * (precision === 'float64' ? 8 : 4);
  const buffer = n * n < SHARED_FROM ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
  return new Matrix(n, n, precision === 'float64' ? new Float64Array(buffer) : new Float32Array(buffer));
}
