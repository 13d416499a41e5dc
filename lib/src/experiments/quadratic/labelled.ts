import { shiftedCoordinate } from '../../data/synthetic/shifted-coordinate.js';
import { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';

/** Points of two classes, y = ±1. */
export interface Labelled {
  x: Matrix;
  y: Float64Array;
}

/** Training and test points of one seed. */
export type Draw = (n: number, test: number, seed: number) => { train: Labelled; test: Labelled };

/** Two classes that differ in one of d coordinates. */
export const drawShifted =
  (d: number): Draw =>
  (n, test, seed) => {
    const random = new Random(seed);
    return {
      train: shiftedCoordinate({ n, d, random: random.fork('train') }),
      test: shiftedCoordinate({ n: test, d, random: random.fork('test') }),
    };
  };

/** A split of given points, features centred on all and every row scaled to √d times `length`. */
export const drawFrom =
  ({ x, y }: Labelled, length = 1): Draw =>
  (n, test, seed) => {
    const order = new Random(seed).fork('split').permutation(x.rows);
    const mean = Float64Array.from({ length: x.cols }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < x.rows; i++) sum += x.get(i, k);
      return sum / x.rows;
    });
    const pick = (rows: Int32Array): Labelled => {
      const picked = new Matrix(rows.length, x.cols, new Float64Array(rows.length * x.cols));
      rows.forEach((row, i) => {
        const into = picked.row(i);
        x.row(row).forEach((value, k) => (into[k] = value - mean[k]));
        const norm = Math.hypot(...into);
        for (let k = 0; k < into.length; k++) into[k] *= norm > 0 ? (length * Math.sqrt(x.cols)) / norm : 0;
      });
      return { x: picked, y: Float64Array.from(rows, (row) => y[row]) };
    };
    return { train: pick(order.slice(0, n)), test: pick(order.slice(n, Math.min(n + test, x.rows))) };
  };
