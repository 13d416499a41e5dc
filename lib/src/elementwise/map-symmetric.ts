import { checkPositive, checkSquare } from '../check.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../linalg/matrix.js';
import { runSymmetric, withVectors } from './run-map.js';
import { SIDE } from './blocks.js';

/**
 * k(r) and f(r) = -k'(r) / r of the maps `mapLaplace`, `mapGaussian` and `mapGeneralisedLaplace` with their factors.
 */
export type RadialShape =
  | { readonly kind: 'laplace'; readonly bandwidth: number }
  | { readonly kind: 'gaussian'; readonly bandwidth: number }
  | { readonly kind: 'generalisedLaplace'; readonly bandwidth: number; readonly exponent: number };

export interface SymmetricOptions {
  /** |x_i|^2, (n). */
  norms: ArrayLike<number>;
  /** Puts f below the diagonal, in place of k. Default false. */
  factors?: boolean;
}

/**
 * gram <- k(r_ij), `(n, n)`, in place over inner products of which the lower triangle is read: half of the entries are
 * computed, and mirrored. Exactly symmetric with 1 on the diagonal; with `factors` f(r_ij) below the diagonal, from the
 * same pass. Rounding and relative errors are those of the maps over whole Gram matrices.
 *
 * @throws InputError when the shape does not fit or a parameter is not positive.
 */
export function mapSymmetric(
  gram: Matrix,
  shape: RadialShape,
  { norms, factors = false }: SymmetricOptions,
): void {
  const fn = 'mapSymmetric';
  checkSquare(fn, 'gram', gram);
  const n = gram.rows;
  if (norms?.length !== n) {
    throw new InputError(fn, 'norms', `has ${norms?.length ?? 0} numbers`, `gram needs ${n}`);
  }
  const parameters = parametersOf(fn, shape);
  // Whole vectors are computed: what lies beyond n is not copied out.
  const padded = new Float64Array(Math.ceil(n / SIDE) * SIDE);
  padded.set(norms);
  withVectors(gram.data, [padded], ([address]) => {
    const [kind, a, b] = parameters;
    runSymmetric('symmetric', [address, kind, Number(factors), a, b], gram.data, n);
  });
}

function parametersOf(fn: string, shape: RadialShape): [kind: number, a: number, b: number] {
  const { kind, bandwidth } = shape;
  checkPositive(fn, 'bandwidth', bandwidth);
  if (kind === 'laplace') return [0, -1 / bandwidth, bandwidth];
  if (kind === 'gaussian') return [1, -0.5 / bandwidth ** 2, 1 / bandwidth ** 2];
  checkPositive(fn, 'exponent', shape.exponent);
  return [2, 1 / bandwidth ** 2, shape.exponent / 2];
}
