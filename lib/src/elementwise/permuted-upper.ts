import type { Matrix } from '../linalg/matrix.js';
import { heap } from './heap.js';
import { kernel } from './pool.js';

/**
 * Entries (i, j), i <= j < n, of out `(n, n)` <- A(order_i, order_j); the lower triangle is left as it is, shapes and places
 * are not checked. A row of A goes through a core's own cache, where it is read at random.
 */
export function permutedUpper(a: Matrix, order: ArrayLike<number>, out: Matrix): void {
  const { rows: n, precision } = out;
  const double = precision === 'float64';
  const allocate = double ? heap.float64 : heap.float32;
  const [places, from, to] = [heap.int32(n), allocate(a.cols), allocate(n)];
  const pick = kernel(double ? 'picked64' : 'picked32');
  for (let i = 0; i < n; i++) places[i] = order[i];
  try {
    for (let i = 0; i < n; i++) {
      from.set(a.row(places[i]));
      pick(from.byteOffset, places.byteOffset + 4 * i, to.byteOffset, n - i);
      out.data.set(to.subarray(0, n - i), i * n + i);
    }
  } finally {
    for (const array of [places, from, to]) heap.free(array);
  }
}
