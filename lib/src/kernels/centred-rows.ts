import { heap } from '../elementwise/heap.js';
import { runRows } from '../elementwise/run-rows.js';
import { allocate, type Matrix, type Real } from '../linalg/matrix.js';

// A centre near the points is all that inner products need: the mean of so many rows is.
const MOST_ROWS = 256;

/** A centre of the rows, `(d)`: their mean, or that of at most 256 evenly spread ones. */
export function centreOf({ rows, cols, data }: Matrix): Float64Array {
  const centre = new Float64Array(cols);
  const step = Math.ceil(rows / MOST_ROWS);
  let count = 0;
  for (let i = 0; i < rows; i += step, count++)
    for (let j = 0, k = i * cols; j < cols; j++, k++) centre[j] += data[k];
  return centre.map((sum) => sum / count);
}

/** out ← Y - centre, and the squared lengths of its rows, `(n)`, added in double precision; all of shape `(n, d)`. */
export function centreRows(y: Matrix, centre: Float64Array, out: Matrix): Real {
  const c = heap.float64(y.cols);
  const norms = heap.float64(y.rows);
  c.set(centre);
  try {
    runRows('centredRows', [c.byteOffset, norms.byteOffset, y.cols], y, out.data);
    const lengths = allocate(y.rows, y.precision);
    lengths.set(norms);
    return lengths;
  } finally {
    heap.free(c);
    heap.free(norms);
  }
}
