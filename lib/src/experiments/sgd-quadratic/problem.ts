import { qr } from '../../linalg/qr.js';
import { luSolve } from '../../linalg/lu-solve.js';
import { matmul } from '../../linalg/matmul.js';
import { identity, type Matrix } from '../../linalg/matrix.js';
import { norm } from '../../linalg/norm.js';
import type { Random } from '../../linalg/random.js';

/**
 * A = scale · Q diag(1 ... 1/κ) R with random orthogonal Q and R, its singular values evenly spaced on a log axis,
 * `(d, d)`.
 */
export function conditioned(d: number, kappa: number, random: Random, scale = 1): Matrix {
  const [q, r] = [0, 1].map((k) => qr(random.fork(k).normalMatrix(d, d)).q);
  for (let i = 0; i < d; i++) {
    const value = scale * kappa ** (d === 1 ? 0 : -i / (d - 1));
    for (let k = 0; k < d; k++) r.set(i, k, value * r.get(i, k));
  }
  return matmul(q, r);
}

/**
 * X₀ = (I - E₀) A⁻¹ with a Gaussian E₀ of ‖E₀‖ = `residual`, or of spectral norm so if `spectral` gives the norm to
 * use.
 */
export function startWithResidual(
  a: Matrix,
  residual: number,
  random: Random,
  size: (e: Matrix) => number = norm,
): Matrix {
  const d = a.rows;
  const e = random.normalMatrix(d, d);
  const scale = residual / size(e);
  for (let i = 0; i < e.data.length; i++) e.data[i] *= scale;
  const left = identity(d);
  for (let i = 0; i < e.data.length; i++) left.data[i] -= e.data[i];
  return matmul(left, luSolve(a, identity(d)));
}
