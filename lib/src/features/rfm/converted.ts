import { Matrix, type Precision } from '../../linalg/matrix.js';

/** The matrix in that precision: itself where it has it. */
export function converted(a: Matrix, precision: Precision): Matrix {
  if (a.precision === precision) return a;
  return new Matrix(
    a.rows,
    a.cols,
    precision === 'float64' ? Float64Array.from(a.data) : Float32Array.from(a.data),
  );
}
