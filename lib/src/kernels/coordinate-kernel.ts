import type { Matrix } from '../linalg/matrix.js';

/**
 * A kernel between the coordinates 0 .. count - 1 of what is to be completed: pixels in row-major order, or entries.
 */
export interface CoordinateKernel {
  readonly count: number;
  /** K[rows, cols], `(rows.length, cols.length)`. */
  block(rows: Int32Array, cols: Int32Array): Matrix;
  /** K[rows, cols] X for X `(cols.length, k)`, where that is cheaper than the block: coordinates of `cols` differ. */
  times?(rows: Int32Array, cols: Int32Array, x: Matrix): Matrix;
  /** K[c, c] of these coordinates. */
  diagonal(at: Int32Array): Float64Array;
}
