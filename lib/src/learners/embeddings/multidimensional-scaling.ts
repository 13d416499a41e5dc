import { checkFinite, checkInteger, checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { svd } from '../../linalg/svd.js';
import { topEigenpairs } from '../../linalg/top-eigenpairs.js';

export interface MdsOptions {
  /** Dimension of the map. Default 2. */
  dimension?: number;
  /** Rounds of majorisation after the classical solution. Default 300. */
  rounds?: number;
}

/**
 * Map Z `(n, dimension)` of least stress Σ_{i<j} (|z_i - z_j| - |x_i - x_j|)² of the rows of x `(n, d)`: SMACOF
 * (Guttman transforms, which never raise the stress) from the classical solution, centred. No randomness; defined up to
 * a rotation and reflection.
 * @throws InputError on fewer than two rows, numbers that are not finite, or a dimension above the rows.
 * @example
 * ```ts
 * const { map } = multidimensionalScaling(fromRows([[0, 0], [3, 4]]), { dimension: 1 });
 * Math.abs(map.get(1, 0) - map.get(0, 0)); // 5
 * ```
 */
export function multidimensionalScaling(
  x: Matrix,
  { dimension = 2, rounds = 300 }: MdsOptions = {},
): { map: Matrix; stress: number } {
  const fn = 'multidimensionalScaling';
  checkMatrix(fn, 'x', x);
  checkFinite(fn, 'x', x.data);
  checkInteger(fn, 'dimension', dimension, 1);
  checkInteger(fn, 'rounds', rounds);
  const n = x.rows;
  if (n < 2 || dimension > n) {
    throw new InputError(fn, 'x', `has ${n} rows`, `a map of dimension ${dimension} needs more`);
  }
  const wanted = distances(x);
  let map = classicalScaling(wanted, dimension);
  for (let round = 0; round < rounds; round++) map = guttmanTransform(map, wanted);
  const got = distances(map);
  let stress = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) stress += (got.get(i, j) - wanted.get(i, j)) ** 2;
  return { map, stress };
}

/** |x_i - x_j|, `(n, n)`. */
function distances(x: Matrix): Matrix {
  const far = zeros(x.rows, x.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < i; j++) {
      const [p, q] = [x.row(i), x.row(j)];
      let square = 0;
      for (let k = 0; k < p.length; k++) square += (p[k] - q[k]) ** 2;
      far.set(i, j, Math.sqrt(square));
      far.set(j, i, Math.sqrt(square));
    }
  }
  return far;
}

/** V √λ of -½ J D² J, J = I - 11ᵀ/n. */
function classicalScaling(far: Matrix, dimension: number): Matrix {
  const n = far.rows;
  const squares = far.clone();
  for (let i = 0; i < squares.data.length; i++) squares.data[i] **= 2;
  const means = Array.from({ length: n }, (_, i) => sum(squares.row(i)) / n);
  const all = sum(means) / n;
  const inner = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) inner.set(i, j, -0.5 * (squares.get(i, j) - means[i] - means[j] + all));
  }
  const { values, vectors } = topEigenpairs(inner, dimension);
  const map = zeros(n, dimension);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < dimension; k++) map.set(i, k, vectors.get(k, i) * Math.sqrt(Math.max(values[k], 0)));
  }
  return map;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Z ← B(Z) Z / n with B_ij = -δ_ij / |z_i - z_j| and rows that sum to 0. */
function guttmanTransform(map: Matrix, wanted: Matrix): Matrix {
  const n = map.rows;
  const b = distances(map);
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let j = 0; j < n; j++) {
      const value = b.get(i, j) > 0 ? -wanted.get(i, j) / b.get(i, j) : 0;
      b.set(i, j, value);
      total += value;
    }
    b.set(i, i, b.get(i, i) - total);
  }
  return matmul(b, map, { alpha: 1 / n });
}

/**
 * Z Q with the orthogonal Q that brings the rows of Z `(n, k)` nearest to those of a target `(n, k)`: Q = U Vᵀ of
 * Zᵀ target = U diag(s) Vᵀ. Neither is moved or scaled.
 * @throws InputError if the shapes differ.
 * @example
 * ```ts
 * // A quarter turn is undone.
 * procrustes(fromRows([[0, 1], [-1, 0]]), identity(2)); // [[1, 0], [0, 1]]
 * ```
 */
export function procrustes(map: Matrix, target: Matrix): Matrix {
  checkMatrix('procrustes', 'map', map);
  checkMatrix('procrustes', 'target', target, { rows: map.rows, cols: map.cols });
  const { u, vt } = svd(matmul(map, target, { transA: true }));
  return matmul(map, matmul(u, vt));
}
