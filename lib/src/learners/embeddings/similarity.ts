import { checkFinite, checkMatrix, checkVector } from '../../check.js';
import { gram } from '../../linalg/gram.js';
import { type Matrix, type Real } from '../../linalg/matrix.js';
import { topEigenpairs } from '../../linalg/top-eigenpairs.js';
import { checkRows } from './translations.js';

/**
 * cos(x_i - o, x_j - o) for each pair (i, j) of rows of the embeddings `(n, d)`, seen from an origin o `(d)`, 0 if
 * absent. Jain, Radhakrishnan, Uhler (2021), `WordSim` of their code.
 * @throws InputError on a non-finite matrix, a row that it does not have, or an origin of another width.
 * @example
 * ```ts
 * pairCosines(fromRows([[1, 0], [1, 1]]), [[0, 1]]); // [0.70711]
 * ```
 */
export function pairCosines(
  embeddings: Matrix,
  pairs: readonly (readonly [number, number])[],
  origin?: Real,
): Float64Array {
  const fn = 'pairCosines';
  checkRows(fn, embeddings, 'pairs', pairs);
  const d = embeddings.cols;
  if (origin !== undefined) checkVector(fn, 'origin', origin, d, embeddings.precision);
  const o = origin ?? new Float64Array(d);
  return Float64Array.from(pairs, ([i, j]) => {
    const [x, y] = [embeddings.row(i), embeddings.row(j)];
    let [xy, xx, yy] = [0, 0, 0];
    for (let k = 0; k < d; k++) {
      const [v, w] = [x[k] - o[k], y[k] - o[k]];
      xy += v * w;
      xx += v * v;
      yy += w * w;
    }
    return xy / Math.sqrt(xx) / Math.sqrt(yy);
  });
}

/**
 * o = √λ₁ v₁ with (λ₁, v₁) the top eigenpair of Xᵀ X (a sum, not a mean), `(d)`; the entry largest in modulus is
 * positive.
 *
 * |o| is the largest singular value of X: from so far away cosines rank pairs by their distance across v₁.
 * Jain, Radhakrishnan, Uhler (2021), `compute_origin` of their code.
 * @throws InputError if x is empty or not finite.
 * @example
 * ```ts
 * referenceOrigin(fromRows([[3, 4]])); // [3, 4]
 * ```
 */
export function referenceOrigin(x: Matrix): Real {
  checkMatrix('referenceOrigin', 'x', x);
  checkFinite('referenceOrigin', 'x', x.data);
  const { values, vectors } = topEigenpairs(gram(x, { of: 'columns' }), 1);
  const top = vectors.row(0);
  let largest = 0;
  for (let k = 1; k < top.length; k++) if (Math.abs(top[k]) > Math.abs(top[largest])) largest = k;
  const scale = Math.sqrt(values[0]) * Math.sign(top[largest]);
  return top.map((value) => scale * value);
}
