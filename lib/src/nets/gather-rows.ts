import { Matrix } from '../linalg/matrix.js';

/** The rows of `from` `(n, d)` in the order given, copied into the first rows of `into`; the result is a view of it. */
export function gatherRows(from: Matrix, rows: Int32Array, into: Matrix): Matrix {
  const { cols, data } = from;
  for (let i = 0; i < rows.length; i++) {
    const [source, target] = [rows[i] * cols, i * cols];
    for (let k = 0; k < cols; k++) into.data[target + k] = data[source + k];
  }
  return rows.length === into.rows
    ? into
    : new Matrix(rows.length, cols, into.data.subarray(0, rows.length * cols));
}
