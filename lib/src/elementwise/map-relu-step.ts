import { checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../linalg/matrix.js';
import { runMap, withVectors } from './run-map.js';

/** Variances of the two sides: the diagonals that belong to the rows and the columns. */
export interface Variances {
  /** (n), each >= 0. */
  xVariances: ArrayLike<number>;
  /** (m), each >= 0. */
  zVariances: ArrayLike<number>;
}

/**
 * One ReLU layer of the NNGP and NTK recursions (Cho & Saul's arc-cosine kernels), in place over both matrices
 * `(n, m)`:
 *
 *     sigma <- s k1(c),   theta <- theta k0(c) + s k1(c),   s = sqrt(v_i v_j),  c = sigma / s,
 *     k0(c) = (pi - arccos c) / pi,   k1(c) = (sqrt(1 - c^2) + c (pi - arccos c)) / pi.
 *
 * Weights of variance 2 / width, so that variances stay as they are. |c| above 1 by rounding counts as 1; s = 0 gives
 * sigma = 0. For given c, k0 and k1 are within 4 u of the exact values, absolutely (u = 2^-53 or 2^-24): near c = 1
 * arccos magnifies the rounding of c to its square root, so a caller that knows c = 1 (a diagonal) sets k0 = 1 itself.
 *
 * @throws InputError when shapes or precisions differ or a variance is negative.
 * @example
 * ```ts
 * const [sigma, theta] = [fromRows([[0]]), fromRows([[0]])];
 * mapReluStep(sigma, theta, { xVariances: [1], zVariances: [1] });
 * sigma; // [[0.318310]]
 * ```
 */
export function mapReluStep(sigma: Matrix, theta: Matrix, { xVariances, zVariances }: Variances): void {
  const fn = 'mapReluStep';
  checkMatrix(fn, 'sigma', sigma);
  checkMatrix(fn, 'theta', theta, { rows: sigma.rows, cols: sigma.cols });
  if (theta.precision !== sigma.precision) {
    throw new InputError(
      fn,
      'theta',
      `is ${theta.precision}`,
      `sigma is ${sigma.precision}; use one precision`,
    );
  }
  const deviations = (name: string, variances: ArrayLike<number>, length: number): Float64Array => {
    if (variances?.length !== length) {
      throw new InputError(fn, name, `has ${variances?.length ?? 0} numbers`, `sigma needs ${length}`);
    }
    return Float64Array.from(variances, (v, i) => {
      if (v < 0) throw new InputError(fn, name, `has ${v} at position ${i}`, 'variances are at least 0');
      return Math.sqrt(v);
    });
  };
  const x = deviations('xVariances', xVariances, sigma.rows);
  const z = deviations('zVariances', zVariances, sigma.cols);
  withVectors(sigma.data, [x, z], ([xs, zs]) => {
    runMap('relu', [xs, zs, sigma.cols], [sigma.data, theta.data], sigma.cols);
  });
}
