import type { Matrix } from '../../linalg/matrix.js';

/** (1/n) Σ (f - y)² over all entries of two matrices of one shape. */
export function meanSquare(f: Matrix, y: Matrix): number {
  let sum = 0;
  for (let k = 0; k < y.data.length; k++) sum += (f.data[k] - y.data[k]) ** 2;
  return sum / y.data.length;
}

/** R² = 1 - Σ (f - y)² / Σ (y - ȳ)² of one output, `(n, 1)`. */
export function rSquared(f: Matrix, y: Matrix): number {
  let mean = 0;
  for (const value of y.data) mean += value / y.data.length;
  let spread = 0;
  for (const value of y.data) spread += (value - mean) ** 2;
  return 1 - (meanSquare(f, y) * y.data.length) / spread;
}
