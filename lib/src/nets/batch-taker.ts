import { heap } from '../elementwise/heap.js';
import { kernel } from '../elementwise/pool.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import { gatherRows } from './gather-rows.js';

const takeBatch = kernel('takeBatch');

/** Points and targets of one batch after another. */
export interface BatchTaker {
  /** Copies those of `rows` to `x` and `targets`, which lie in the heap and have as many. */
  take(rows: Int32Array, x: Matrix, targets: Float64Array): void;
  free(): void;
}

/**
 * The taker of the batches of points x `(n, d)`, y (n), in double precision. It takes from a copy in the heap, by a
 * kernel, if the batches visit more points than a copy has.
 */
export function batchTaker(x: Matrix, y: Real, batches: readonly Int32Array[]): BatchTaker {
  let [visits, most] = [0, 0];
  for (const { length } of batches) {
    visits += length;
    most = Math.max(most, length);
  }
  if (visits <= x.rows) {
    return {
      take(rows, into, targets) {
        gatherRows(x, rows, into);
        for (let i = 0; i < rows.length; i++) targets[i] = y[rows[i]];
      },
      free: () => {},
    };
  }
  const [points, labels, places] = [heap.float64(x.data.length), heap.float64(y.length), heap.int32(most)];
  points.set(x.data);
  labels.set(y);
  const [from, of, at] = [points, labels, places].map(({ byteOffset }) => byteOffset);
  return {
    take(rows, into, targets) {
      places.set(rows);
      takeBatch(from, of, at, into.data.byteOffset, targets.byteOffset, rows.length, x.cols);
    },
    free() {
      for (const array of [points, labels, places]) heap.free(array);
    },
  };
}
