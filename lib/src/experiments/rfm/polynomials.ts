import { Matrix, zeros } from '../../linalg/matrix.js';

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
