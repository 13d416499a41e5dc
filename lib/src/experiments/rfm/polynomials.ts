import { Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

/** Inputs `(n, d)`, each number drawn by `draw` row after row, and targets f(x), `(n, 1)`. */
export function sample(
  n: number,
  d: number,
  draw: () => number,
  f: (x: ArrayLike<number>) => number,
): { x: Matrix; y: Matrix } {
  const x = zeros(n, d);
  for (let k = 0; k < x.data.length; k++) x.data[k] = draw();
  return { x, y: targets(x, f) };
}

/** f of each row, `(n, 1)`. */
export function targets(x: Matrix, f: (x: ArrayLike<number>) => number): Matrix {
  return new Matrix(
    x.rows,
    1,
    Float64Array.from({ length: x.rows }, (_, i) => f(x.row(i))),
  );
}

/** x ~ N(0, I), `(n, d)`, and y = x₀ x₁. */
export function productSample(n: number, d: number, random: Random): { x: Matrix; y: Matrix } {
  return sample(
    n,
    d,
    () => random.normal(),
    (x) => x[0] * x[1],
  );
}

/** The first n rows, as a view. */
export function firstRows(a: Matrix, n: number): Matrix {
  return new Matrix(n, a.cols, a.data.subarray(0, n * a.cols));
}
