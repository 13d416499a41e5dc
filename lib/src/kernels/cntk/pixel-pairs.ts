import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';

/**
 * M[p, p'] for the pixels p = (r, c) of a d x d picture whose edges are joined, where M[p + t, p' + t] = M[p, p'] for
 * every shift t by multiples of the period P. Only the slices of the first P x P pixels are held, `(P², d²)`, pixels in
 * row-major order; P = d holds all pairs.
 */
export interface PixelPairs {
  /** d */
  readonly size: number;
  /** P, a divisor of d. */
  readonly period: number;
  /** M[(a, b), (r, c)] at row a P + b, column r d + c. */
  readonly values: Matrix;
}

/** Zeros for the pairs of a d x d picture. */
export function zeroPairs(size: number, period: number): PixelPairs {
  checkInteger('zeroPairs', 'size', size, 1);
  checkInteger('zeroPairs', 'period', period, 1);
  if (size % period !== 0) {
    throw new InputError('zeroPairs', 'period', `is ${period}`, `give a divisor of the size, ${size}`);
  }
  return { size, period, values: zeros(period ** 2, size ** 2) };
}

/** M[p, p] of the first P x P pixels, `(P²)`. */
export function diagonalOf({ size, period, values }: PixelPairs): Float64Array {
  return Float64Array.from({ length: period ** 2 }, (_, k) =>
    values.get(k, Math.floor(k / period) * size + (k % period)),
  );
}

/** a mod n, at least 0. */
export const modulo = (a: number, n: number): number => ((a % n) + n) % n;
