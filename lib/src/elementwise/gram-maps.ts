import { checkMatrix, checkPositive } from '../check.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../linalg/matrix.js';
import { runMap, withVectors } from './run-map.js';

/** Squared norms of the points whose inner products a Gram matrix holds. */
export interface SquaredNorms {
  /** |x_i|^2, (n). */
  xNorms: ArrayLike<number>;
  /** |z_j|^2, (m). */
  zNorms: ArrayLike<number>;
}

// Every map below starts from dist^2 = |x_i|^2 + |z_j|^2 - 2 g_ij in the precision of `gram`, taken as 0 where dist is
// below 1e-7 (single: 1e-3) of sqrt(|x_i|^2 + |z_j|^2): cancellation leaves an absolute error of some ulp of that sum,
// so that smaller distances are those of equal points. The maps add the relative error that they state, u being 2^-53
// (double) or 2^-24 (single).
function mapGram(fn: string, kernel: string, gram: Matrix, norms: SquaredNorms, a: number, b: number): void {
  checkMatrix(fn, 'gram', gram);
  const sizes = { xNorms: gram.rows, zNorms: gram.cols };
  for (const [name, size] of Object.entries(sizes) as ['xNorms' | 'zNorms', number][]) {
    if (norms[name]?.length !== size) {
      throw new InputError(fn, name, `has ${norms[name]?.length ?? 0} numbers`, `gram needs ${size}`);
    }
  }
  withVectors(gram.data, [norms.xNorms, norms.zNorms], ([x, z]) => {
    runMap(kernel, [x, z, gram.cols, a, b], [gram.data], gram.cols);
  });
}

/**
 * g <- exp(-dist / L), in place over a Gram matrix `(n, m)`; L = `bandwidth`. Relative error <= (4 + 4 dist/L) u.
 *
 * @throws InputError when L is not positive or the norms do not fit.
 * @example
 * ```ts
 * const k = gram(fromRows([[0, 0], [3, 4]]));
 * mapLaplace(k, { bandwidth: 5, xNorms: [0, 25], zNorms: [0, 25] });
 * k; // [[1, 0.36788], [0.36788, 1]]
 * ```
 */
export function mapLaplace(
  gram: Matrix,
  { bandwidth, ...norms }: SquaredNorms & { bandwidth: number },
): void {
  checkPositive('mapLaplace', 'bandwidth', bandwidth);
  mapGram('mapLaplace', 'laplace', gram, norms, -1 / bandwidth, 0);
}

/**
 * g <- exp(-dist / L) / (L dist), in place over a Gram matrix `(n, m)`, and 0 where dist = 0: the factor f in the
 * gradient of the Laplace kernel, -f (x - z). Relative error <= (8 + 4 dist/L) u.
 *
 * @throws InputError as mapLaplace.
 * @example
 * ```ts
 * const f = gram(fromRows([[0, 0], [3, 4]]));
 * mapLaplaceFactor(f, { bandwidth: 5, xNorms: [0, 25], zNorms: [0, 25] });
 * f; // [[0, 0.0147152], [0.0147152, 0]]
 * ```
 */
export function mapLaplaceFactor(
  gram: Matrix,
  { bandwidth, ...norms }: SquaredNorms & { bandwidth: number },
): void {
  checkPositive('mapLaplaceFactor', 'bandwidth', bandwidth);
  mapGram('mapLaplaceFactor', 'laplaceFactor', gram, norms, -1 / bandwidth, bandwidth);
}

/**
 * g <- exp(-dist^2 / (2 L^2)), in place over a Gram matrix `(n, m)`. Relative error <= (4 + 2 (dist/L)^2) u.
 *
 * @throws InputError as mapLaplace.
 * @example
 * ```ts
 * const k = gram(fromRows([[0, 0], [3, 4]]));
 * mapGaussian(k, { bandwidth: 5, xNorms: [0, 25], zNorms: [0, 25] });
 * k; // [[1, 0.60653], [0.60653, 1]]
 * ```
 */
export function mapGaussian(
  gram: Matrix,
  { bandwidth, ...norms }: SquaredNorms & { bandwidth: number },
): void {
  checkPositive('mapGaussian', 'bandwidth', bandwidth);
  mapGram('mapGaussian', 'gaussian', gram, norms, -0.5 / bandwidth ** 2, 1);
}

/**
 * g <- exp(-dist^2 / (2 L^2)) / L^2, in place over a Gram matrix `(n, m)`: the factor f in the gradient of the
 * Gaussian kernel, -f (x - z). Relative error <= (7 + 2 (dist/L)^2) u.
 *
 * @throws InputError as mapLaplace.
 * @example
 * ```ts
 * const f = gram(fromRows([[0, 0], [3, 4]]));
 * mapGaussianFactor(f, { bandwidth: 5, xNorms: [0, 25], zNorms: [0, 25] });
 * f; // [[0.04, 0.0242612], [0.0242612, 0.04]]
 * ```
 */
export function mapGaussianFactor(
  gram: Matrix,
  { bandwidth, ...norms }: SquaredNorms & { bandwidth: number },
): void {
  checkPositive('mapGaussianFactor', 'bandwidth', bandwidth);
  mapGram('mapGaussianFactor', 'gaussian', gram, norms, -0.5 / bandwidth ** 2, 1 / bandwidth ** 2);
}

/**
 * g <- exp(-(dist / L)^q), in place over a Gram matrix `(n, m)`; q = `exponent` > 0, 1 is Laplace and 2 a Gaussian of
 * width L / sqrt 2. Relative error <= (4 + t (4 + 2 q + 4 |ln t|)) u, t = (dist / L)^q.
 *
 * @throws InputError when L or q is not positive, or the norms do not fit.
 * @example
 * ```ts
 * const k = gram(fromRows([[0, 0], [3, 4]]));
 * mapGeneralisedLaplace(k, { bandwidth: 1.25, exponent: 0.5, xNorms: [0, 25], zNorms: [0, 25] });
 * k; // [[1, 0.135335], [0.135335, 1]]
 * ```
 */
export function mapGeneralisedLaplace(
  gram: Matrix,
  { bandwidth, exponent, ...norms }: SquaredNorms & { bandwidth: number; exponent: number },
): void {
  checkPositive('mapGeneralisedLaplace', 'bandwidth', bandwidth);
  checkPositive('mapGeneralisedLaplace', 'exponent', exponent);
  mapGram('mapGeneralisedLaplace', 'generalised', gram, norms, 1 / bandwidth ** 2, exponent / 2);
}

/**
 * g <- q exp(-t) t / dist^2 with t = (dist / L)^q, in place over a Gram matrix `(n, m)`, and 0 where dist = 0: the
 * factor f in the gradient of the generalised Laplace kernel, -f (x - z). Relative error <= (12 + (1 + t) (4 + 2 q +
 * 4 |ln t|)) u.
 *
 * @throws InputError as mapGeneralisedLaplace.
 */
export function mapGeneralisedLaplaceFactor(
  gram: Matrix,
  { bandwidth, exponent, ...norms }: SquaredNorms & { bandwidth: number; exponent: number },
): void {
  const fn = 'mapGeneralisedLaplaceFactor';
  checkPositive(fn, 'bandwidth', bandwidth);
  checkPositive(fn, 'exponent', exponent);
  mapGram(fn, 'generalisedFactor', gram, norms, 1 / bandwidth ** 2, exponent / 2);
}
