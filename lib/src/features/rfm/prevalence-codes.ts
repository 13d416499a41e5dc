import { InputError } from '../../errors.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, type Precision, zeros } from '../../linalg/matrix.js';
import { type ClassCoding, clippedToSimplex } from './class-coding.js';

/**
 * Codes cₖ = qₖ - Σⱼ πⱼ qⱼ, `(K, K - 1)`: the corners of a regular simplex, moved so that the zero output stands for
 * the class prior π `(K)`; q are the rows of an orthonormal basis Q of the vectors of sum 0.
 *
 * The mixture that an output f stands for has weights of sum 1 with Σ wₖ cₖ = f: w = Q (f + Qᵀπ) + 1/K, since
 * Q Qᵀ = I - 1 1ᵀ/K. Only the codes' inner products are fixed by the definition, Q can be turned.
 * @throws InputError if the prior has fewer than two classes, a number that is not positive, or not the sum 1.
 */
export function prevalenceCodes(prior: ArrayLike<number>, precision: Precision = 'float64'): ClassCoding {
  checkPrior(prior);
  const classes = prior.length;
  const q = helmert(classes, precision);
  const center = zeros(1, classes - 1, precision);
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < classes - 1; j++) center.data[j] += prior[k] * q.get(k, j);
  }
  const codes = q.clone();
  addToRows(codes, center, -1);
  const weights = (outputs: Matrix): Matrix => {
    const moved = outputs.clone();
    addToRows(moved, center, 1);
    const w = matmul(moved, q, { transB: true });
    for (let i = 0; i < w.data.length; i++) w.data[i] += 1 / classes;
    return w;
  };
  return { codes, weights, decode: (outputs) => clippedToSimplex(weights(outputs)) };
}

function checkPrior(prior: ArrayLike<number>): void {
  if (prior.length < 2) {
    throw new InputError(
      'prevalenceCodes',
      'prior',
      `has ${prior.length} classes`,
      'two at least are needed',
    );
  }
  let sum = 0;
  for (let k = 0; k < prior.length; k++) {
    if (!(prior[k] > 0)) {
      throw new InputError('prevalenceCodes', `prior[${k}]`, `is ${prior[k]}`, 'give a positive number');
    }
    sum += prior[k];
  }
  if (!(Math.abs(sum - 1) < 1e-6))
    throw new InputError('prevalenceCodes', 'prior', `has the sum ${sum}`, 'give shares');
}

/** Helmert's orthonormal basis of the vectors of sum 0, as columns, `(K, K - 1)`. */
function helmert(classes: number, precision: Precision): Matrix {
  const q = zeros(classes, classes - 1, precision);
  for (let j = 1; j < classes; j++) {
    const unit = 1 / Math.sqrt(j * (j + 1));
    for (let i = 0; i < j; i++) q.set(i, j - 1, unit);
    q.set(j, j - 1, -j * unit);
  }
  return q;
}

function addToRows(a: Matrix, row: Matrix, factor: number): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) a.data[i * a.cols + j] += factor * row.data[j];
  }
}
