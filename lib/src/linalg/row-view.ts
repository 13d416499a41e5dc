import { Matrix } from './matrix.js';

/** Rows `from` to `to` as a view. */
export function rowView({ cols, data }: Matrix, from: number, to: number): Matrix {
  return new Matrix(to - from, cols, data.subarray(from * cols, to * cols));
}
