import { heap } from '../elementwise/heap.js';
import { kernel } from '../elementwise/pool.js';
import { allocate, type Matrix, type Real } from '../linalg/matrix.js';
import { heapLike } from './heap-like.js';

// Numbers that are taken through the heap at a time: they stay in a core's own cache.
const BLOCK = 2 ** 15;

/** Mean of the rows, `(d)`. */
export function meanRow(x: Matrix): Float64Array {
  const sum = kernel(`rowSums${bits(x)}`);
  const sums = heap.float64(x.cols).fill(0);
  try {
    throughHeap(x, (block, _, rows) => void sum(block.byteOffset, sums.byteOffset, rows, x.cols));
    return Float64Array.from(sums, (value) => value / x.rows);
  } finally {
    heap.free(sums);
  }
}

/** out ← Y - centre, and the squared lengths of its rows, `(n)`, added in double precision; all of shape `(n, d)`. */
export function centreRows(y: Matrix, centre: Float64Array, out: Matrix): Real {
  const centred = kernel(`centredRows${bits(y)}`);
  const c = heap.float64(y.cols);
  const norms = heap.float64(y.rows);
  c.set(centre);
  try {
    const direct = heap.has(out.data);
    throughHeap(y, (block, from, rows) => {
      const target = direct
        ? out.data.byteOffset + from * y.cols * y.data.BYTES_PER_ELEMENT
        : block.byteOffset;
      centred(block.byteOffset, c.byteOffset, target, norms.byteOffset + 8 * from, rows, y.cols);
      if (!direct) out.data.set(block, from * y.cols);
    });
    const lengths = allocate(y.rows, y.precision);
    lengths.set(norms);
    return lengths;
  } finally {
    heap.free(c);
    heap.free(norms);
  }
}

const bits = ({ precision }: Matrix): number => (precision === 'float64' ? 64 : 32);

/** Calls `use` with the rows of x in the heap, some at a time, and where they start. */
function throughHeap(x: Matrix, use: (block: Real, from: number, rows: number) => void): void {
  const { rows, cols } = x;
  const step = Math.min(rows, Math.max(1, Math.floor(BLOCK / cols)));
  const space = heapLike(x.data, step * cols);
  try {
    for (let from = 0; from < rows; from += step) {
      const count = Math.min(step, rows - from);
      const block = space.subarray(0, count * cols);
      block.set(x.data.subarray(from * cols, (from + count) * cols));
      use(block, from, count);
    }
  } finally {
    heap.free(space);
  }
}
