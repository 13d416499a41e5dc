import { checkFinite, checkMatrix, checkNoOverlap, checkPositive, checkSamePrecision } from '../check.js';
import { InputError } from '../errors.js';
import { type Matrix, zeros } from '../linalg/matrix.js';

/** Checks points of one kind: finite, `(n, d)`, and of x's precision. */
export function checkPoints(fn: string, x: Matrix, z?: Matrix): void {
  checkShapes(fn, x, z);
  checkFinite(fn, 'x', x.data);
  if (z !== undefined) checkFinite(fn, 'z', z.data);
}

/** The same without a pass over the entries, for kernels that see in one of their own whether all are finite. */
export function checkShapes(fn: string, x: Matrix, z?: Matrix): void {
  checkMatrix(fn, 'x', x);
  if (z === undefined) return;
  checkMatrix(fn, 'z', z, { cols: x.cols });
  checkSamePrecision(fn, { x, z });
}

/** Checks coefficients alpha `(n, c)` of the points x `(n, d)`. */
export function checkCoefficients(fn: string, x: Matrix, alpha: Matrix): void {
  checkMatrix(fn, 'alpha', alpha, { rows: x.rows });
  checkSamePrecision(fn, { x, alpha });
  checkFinite(fn, 'alpha', alpha.data);
}

/** `out` if it is given and fits K(X, Z), else new storage. */
export function kernelStorage(fn: string, x: Matrix, z: Matrix, out: Matrix | undefined): Matrix {
  if (out === undefined) return zeros(x.rows, z.rows, x.precision);
  checkMatrix(fn, 'out', out, { rows: x.rows, cols: z.rows });
  checkSamePrecision(fn, { x, out });
  checkNoOverlap(fn, out, { x, z });
  return out;
}

/** Checks a range of rows `[from, to)` out of `n`. */
export function checkRows(fn: string, from: number, to: number, n: number): void {
  if (!(Number.isInteger(from) && from >= 0 && from < n)) {
    throw new InputError(fn, 'from', `is ${String(from)}`, `give a row from 0 to ${n - 1}`);
  }
  if (!(Number.isInteger(to) && to > from && to <= n)) {
    throw new InputError(fn, 'to', `is ${String(to)}`, `give a row from ${from + 1} to ${n}`);
  }
}

// Beyond these, 1 / L² or its product with a squared distance is no number of single precision.
const BANDWIDTHS = [1e-9, 1e15];

/** Checks a bandwidth: positive, and within what both precisions can square. */
export function checkBandwidth(fn: string, bandwidth: number): void {
  checkPositive(fn, 'bandwidth', bandwidth);
  const [least, most] = BANDWIDTHS;
  if (bandwidth < least || bandwidth > most) {
    throw new InputError(
      fn,
      'bandwidth',
      `is ${bandwidth}`,
      `give a number from ${least} to ${most}, or scale the points`,
    );
  }
}

/** Checks an exponent in (0, most]. */
export function checkExponent(fn: string, argument: string, value: number, most: number): void {
  if (!(value > 0 && value <= most)) {
    throw new InputError(fn, argument, `is ${String(value)}`, `give a number above 0, at most ${most}`);
  }
}
