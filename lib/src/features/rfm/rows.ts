import { type Matrix, zeros } from '../../linalg/matrix.js';

// Entries of a kernel matrix between blocks of points and all training points: 128 MiB in float64.
const HELD = 2 ** 24;

/** How many points are taken against n training points at once. */
export function rowsAtOnce(n: number): number {
  return Math.max(1, Math.floor(HELD / n));
}

/** The rows at these positions, copied. */
export function rowsAt(a: Matrix, positions: ArrayLike<number>): Matrix {
  const out = zeros(positions.length, a.cols, a.precision);
  for (let i = 0; i < positions.length; i++) out.data.set(a.row(positions[i]), i * a.cols);
  return out;
}
