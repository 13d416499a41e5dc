import { heap } from '../elementwise/heap.js';
import { rowSteps } from '../elementwise/row-tile.js';
import { rowTiles, runRows } from '../elementwise/run-rows.js';
import { allocate, type Matrix, type Real } from '../linalg/matrix.js';

/** Mean of the rows, `(d)`. */
export function meanRow(x: Matrix): Float64Array {
  const tiles = rowTiles(x);
  const sums = heap.float64(tiles * x.cols).fill(0);
  try {
    runRows('rowSums', [sums.byteOffset, x.cols, rowSteps(x.cols).tile], x);
    const mean = new Float64Array(x.cols);
    for (let tile = 0, k = 0; tile < tiles; tile++) for (let j = 0; j < x.cols; j++, k++) mean[j] += sums[k];
    return mean.map((value) => value / x.rows);
  } finally {
    heap.free(sums);
  }
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
