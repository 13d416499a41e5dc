import { checkInteger, checkPositive } from '../check.js';
import { InputError } from '../errors.js';
import type { PatchKernel } from '../kernels/patch-kernel.js';
import { eigh } from '../linalg/eigh.js';
import { gram } from '../linalg/gram.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { norm } from '../linalg/norm.js';
import { psdPower } from '../linalg/psd-power.js';

/**
 * AGOP = (1/m) Σ_z Σ_a Σ_l g gᵀ, g = ∂f_l(z)/∂u_a(z): the mean over the images `at` of the sum over positions and
 * outputs, for f(z) = K(z, X) alpha of patches u S; alpha `(n, c)`, S = `transform` `(D, D)`, the identity if absent,
 * result `(D, D)`, D = channels · patch². Beaglehole et al. (2023).
 *
 * @throws InputError on wrong shapes, precisions or NaN.
 * @example
 * ```ts
 * const kernel = convNtk({ image: { channels: 1, height: 4, width: 4 }, depth: 1 });
 * const x = new Random(0).normalMatrix(5, 16);
 * const m = patchAgop(kernel, { x, alpha: fromRows([[1], [0], [0], [0], [0]]), at: x });
 * [m.rows, m.cols]; // [9, 9]
 * ```
 */
export function patchAgop(
  kernel: PatchKernel,
  { x, alpha, at, transform }: { x: Matrix; alpha: Matrix; at: Matrix; transform?: Matrix | undefined },
): Matrix {
  const sum = kernel.gradientProducts(x, alpha, at, transform);
  for (let k = 0; k < sum.data.length; k++) sum.data[k] /= at.rows;
  return sum;
}

export interface PatchTransformOptions {
  /** p of S = Mᵖ. Default 1/2. */
  power?: number;
  /** Eigenvectors that are kept, the leading ones. Default all. */
  rank?: number;
}

/**
 * S = Mᵖ / |Mᵖ|_F, negative eigenvalues as 0, of its `rank` leading eigenvectors; M `(D, D)` symmetric positive
 * semidefinite.
 *
 * @throws InputError if M is 0, not square or not symmetric, or an option is out of range.
 * @example
 * ```ts
 * patchTransform(fromRows([[9, 0], [0, 16]])); // [[0.6, 0], [0, 0.8]]
 * ```
 */
export function patchTransform(
  m: Matrix,
  { power = 1 / 2, rank = m.rows }: PatchTransformOptions = {},
): Matrix {
  const fn = 'patchTransform';
  checkPositive(fn, 'power', power);
  checkInteger(fn, 'rank', rank, 1);
  const root = psdPower(rank < m.rows ? leading(m, rank) : m, power);
  const size = norm(root);
  if (size === 0)
    throw new InputError(fn, 'm', 'is 0', 'a predictor without gradients has no features to learn');
  for (let k = 0; k < root.data.length; k++) root.data[k] /= size;
  return root;
}

/** M restricted to its leading eigenvectors: A Aᵀ with their columns times √λ. */
function leading(m: Matrix, rank: number): Matrix {
  const { values, vectors } = eigh(m);
  const first = m.rows - rank;
  const scaled = zeros(m.rows, rank, m.precision);
  for (let i = 0; i < m.rows; i++) {
    for (let k = 0; k < rank; k++) {
      scaled.set(i, k, Math.sqrt(Math.max(0, values[first + k])) * vectors.get(i, first + k));
    }
  }
  return gram(scaled);
}
