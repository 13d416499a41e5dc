import { Matrix, zeros } from '../../linalg/matrix.js';

/** Classes as points that a machine is trained to give, and back. */
export interface ClassCoding {
  /** One row a class, `(K, outputs)`. */
  readonly codes: Matrix;
  /**
   * The mixture of codes that outputs `(m, outputs)` stand for, `(m, K)`: rows of sum 1 or not, entries of any sign.
   */
  weights(outputs: Matrix): Matrix;
  /** Probabilities, `(m, K)`: the weights clipped to [1e-3, 1 - 1e-3] and divided by their sum. */
  decode(outputs: Matrix): Matrix;
}

// As the Python package: no class is ever given up, and the log loss stays finite.
const CLIP = 1e-3;

/** Weights clipped to [1e-3, 1 - 1e-3], each row divided by its sum, in place. */
export function clippedToSimplex(weights: Matrix): Matrix {
  for (let i = 0; i < weights.rows; i++) {
    const row = weights.row(i);
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += row[k] = Math.min(Math.max(row[k], CLIP), 1 - CLIP);
    for (let k = 0; k < row.length; k++) row[k] /= sum;
  }
  return weights;
}

/** The rows of the codes for these classes, `(n, outputs)`. */
export function encodeClasses(coding: ClassCoding, classes: ArrayLike<number>): Matrix {
  const targets = zeros(classes.length, coding.codes.cols, coding.codes.precision);
  for (let i = 0; i < classes.length; i++) targets.data.set(coding.codes.row(classes[i]), i * targets.cols);
  return targets;
}
