import { checkVector } from '../check.js';
import type { Real } from '../linalg/matrix.js';
import type { TopEigenpairs } from '../linalg/top-eigenpairs.js';

/**
 * PL_{≤s} = (1/n) Σ_{i≤s} ⟨p_i, e⟩² for s = 1..k: what the top eigenvectors p_i of the tangent kernel hold of the mean
 * squared loss of residuals e (n). PL_{>s} is the loss minus that (Zhu et al., Catapults in SGD, 2024).
 * @throws InputError if the residuals are not one for each sample.
 * @example
 * ```ts
 * const pairs = topEigenpairs(fromRows([[3, 0], [0, 1]]), 2);
 * spectralSplit(pairs, Float64Array.of(2, 4)); // [2, 10]
 * ```
 */
export function spectralSplit({ values, vectors }: TopEigenpairs, residual: Real): Float64Array {
  checkVector('spectralSplit', 'residual', residual, vectors.cols, vectors.precision);
  const within = new Float64Array(values.length);
  let sum = 0;
  for (let j = 0; j < within.length; j++) {
    const p = vectors.row(j);
    let product = 0;
    for (let i = 0; i < residual.length; i++) product += p[i] * residual[i];
    sum += product * product;
    within[j] = sum / residual.length;
  }
  return within;
}
