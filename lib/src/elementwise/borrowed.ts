import { Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';
import { heap } from './heap.js';

// The heap never shrinks: what is larger is left to the garbage collector.
const LARGEST = 2 ** 24;

/**
 * Calls `use` with storage for `(rows, cols)` numbers that nothing needs afterwards, whatever it holds: memory of the
 * heap, since that of a new array costs more than the pass that fills it, or new where the heap has no room.
 */
export function borrowed<T>(
  rows: number,
  cols: number,
  precision: Precision,
  use: (storage: Matrix) => T,
): T {
  const data = onHeap(rows * cols, precision);
  if (data === undefined) return use(zeros(rows, cols, precision));
  try {
    return use(new Matrix(rows, cols, data));
  } finally {
    heap.free(data);
  }
}

function onHeap(length: number, precision: Precision): Real | undefined {
  if (length > LARGEST) return undefined;
  try {
    return precision === 'float64' ? heap.float64(length) : heap.float32(length);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
