import { checkFinite, checkInteger, checkMatrix, checkNonNegative } from '../check.js';
import { mapTangent } from '../elementwise/map-tangent.js';
import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import type { Matrix } from '../linalg/matrix.js';

export interface ColumnNtkOptions {
  /** ω: the prior is [P, ω I], a ridge within the kernel's argument. Default 1.5, as in the paper's code. */
  damping?: number;
  /** Hidden layers; 0 is the linear kernel, the cosine. Default 1. */
  depth?: number;
}

/**
 * K[j, j'] = T(<p_j, p_j'> / (|p_j| |p_j'|)), `(n, n)`, T(x) = κ₁(x) + x κ₀(x) for one hidden layer: the tangent kernel
 * between columns j and j' of a matrix Y, within one row of it, of an infinitely wide fully connected ReLU network from
 * the prior to the matrix. Rows of Y do not see each other. `prior` P `(n, p)` has a row for each column of Y; each row
 * of [P, ω I] is divided by its length, as in the paper's code.
 *
 * @throws InputError if P is not finite, a row of it is zero while ω = 0, or an option is out of range.
 * @example
 * ```ts
 * columnNtk(identity(2), { damping: 0 }); // [[2, 0.318310], [0.318310, 2]]
 * ```
 */
export function columnNtk(prior: Matrix, { damping = 1.5, depth = 1 }: ColumnNtkOptions = {}): Matrix {
  const fn = 'columnNtk';
  checkMatrix(fn, 'prior', prior);
  checkFinite(fn, 'prior', prior.data);
  checkNonNegative(fn, 'damping', damping);
  checkInteger(fn, 'depth', depth);
  const k = gram(prior);
  const n = k.rows;
  for (let i = 0; i < n; i++) k.data[i * (n + 1)] += damping ** 2;
  const lengths = Float64Array.from({ length: n }, (_, i) => Math.sqrt(k.get(i, i)));
  const empty = lengths.findIndex((length) => length === 0);
  if (empty >= 0)
    throw new InputError(fn, 'prior', `has zeros alone in row ${empty}`, 'give a damping above 0');
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) k.data[i * n + j] /= lengths[i] * lengths[j];
  }
  const ones = new Float64Array(n).fill(1);
  if (depth > 0) mapTangent(k, { xLengths: ones, zLengths: ones, depth });
  return k;
}
