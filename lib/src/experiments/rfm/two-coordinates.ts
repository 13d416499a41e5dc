import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

/** x ~ N(0, I), `(n, d)`, and y = x₁x₂ (the coordinates 1 and 2, counted from 0), `(n, 1)`. */
export function twoCoordinates(n: number, d: number, random: Random): { x: Matrix; y: Matrix } {
  const x = random.normalMatrix(n, d);
  const y = zeros(n, 1);
  for (let i = 0; i < n; i++) y.data[i] = x.get(i, 1) * x.get(i, 2);
  return { x, y };
}

/** R² = 1 - Σ(f - y)² / Σ(y - ȳ)². */
export function rSquared(f: Matrix, y: Matrix): number {
  let mean = 0;
  for (let i = 0; i < y.data.length; i++) mean += y.data[i] / y.data.length;
  let [missed, spread] = [0, 0];
  for (let i = 0; i < y.data.length; i++) {
    missed += (f.data[i] - y.data[i]) ** 2;
    spread += (y.data[i] - mean) ** 2;
  }
  return 1 - missed / spread;
}

/** The first n rows, as a view. */
export function firstRows(a: Matrix, n: number): Matrix {
  return new Matrix(n, a.cols, a.data.subarray(0, n * a.cols));
}
