import { Matrix } from '../../linalg/matrix.js';

/** Means and spreads of columns: x becomes (x - mean) / scale. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/**
 * The scaling of `cols` columns to mean 0 and variance 1 over the rows; a constant column has the scale `constant`:
 * Infinity makes 0 of whatever it holds later, 1 leaves its distance from the mean.
 */
export function scalingOf(
  { rows, cols, at }: { rows: number; cols: number; at(row: number, col: number): number },
  constant: number,
): Scaling {
  const [mean, scale] = [new Array<number>(cols).fill(0), new Array<number>(cols).fill(constant)];
  for (let j = 0; j < cols; j++) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < rows; i++) {
      mean[j] += at(i, j) / rows;
      least = Math.min(least, at(i, j));
      most = Math.max(most, at(i, j));
    }
    if (least === most) {
      // Exactly: the mean of equal numbers is off by rounding.
      mean[j] = least;
      continue;
    }
    let variance = 0;
    for (let i = 0; i < rows; i++) variance += (at(i, j) - mean[j]) ** 2 / rows;
    scale[j] = Math.sqrt(variance);
  }
  return { mean, scale };
}

/** (y - mean) / scale, column by column, `(n, c)`. */
export function scaled(y: Matrix, { mean, scale }: Scaling): Matrix {
  return mapped(y, (value, j) => (value - mean[j]) / scale[j]);
}

/** Undoes `scaled`. */
export function unscaled(y: Matrix, { mean, scale }: Scaling): Matrix {
  return mapped(y, (value, j) => value * scale[j] + mean[j]);
}

function mapped({ rows, cols, data }: Matrix, map: (value: number, col: number) => number): Matrix {
  return new Matrix(
    rows,
    cols,
    data.map((value, k) => map(value, k % cols)),
  );
}
