import { InputError } from './errors.js';
import type { Matrix } from './linalg/matrix.js';

/** Throws unless `value` is an integer of at least `least`. */
export function checkInteger(fn: string, argument: string, value: number, least = 0): void {
  if (!Number.isInteger(value) || value < least) {
    throw new InputError(fn, argument, `is ${String(value)}`, `give an integer of at least ${least}`);
  }
}

/** Throws unless `value` is a finite number above 0. */
export function checkPositive(fn: string, argument: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new InputError(fn, argument, `is ${String(value)}`, 'give a positive number');
  }
}

/** Throws unless `value` is a finite number of at least 0. */
export function checkNonNegative(fn: string, argument: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new InputError(fn, argument, `is ${String(value)}`, 'give a number of at least 0');
  }
}

/** Throws unless every entry of `data` is finite; the error names the first that is not. */
export function checkFinite(fn: string, argument: string, data: ArrayLike<number>): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new InputError(fn, argument, `has ${data[i]} at position ${i}`, 'remove or impute it first');
    }
  }
}

/** Throws unless `a` is a Matrix, `(rows, cols)` where given, with at least one row and column. */
export function checkMatrix(
  fn: string,
  argument: string,
  a: Matrix,
  shape: { rows?: number; cols?: number } = {},
): void {
  if (a === null || typeof a !== 'object' || !('rows' in a && 'cols' in a && 'data' in a)) {
    throw new InputError(fn, argument, `is ${a === null ? 'null' : typeof a}`, 'give a Matrix');
  }
  if (a.rows === 0 || a.cols === 0) throw new InputError(fn, argument, `is empty, (${a.rows}, ${a.cols})`);
  if (shape.rows !== undefined && a.rows !== shape.rows) {
    throw new InputError(fn, argument, `has ${a.rows} rows`, `${shape.rows} are needed`);
  }
  if (shape.cols !== undefined && a.cols !== shape.cols) {
    throw new InputError(fn, argument, `has ${a.cols} columns`, `${shape.cols} are needed`);
  }
}

/** Throws unless `a` is square, `(n, n)`. */
export function checkSquare(fn: string, argument: string, a: Matrix): void {
  checkMatrix(fn, argument, a);
  if (a.rows !== a.cols) {
    throw new InputError(fn, argument, `has shape (${a.rows}, ${a.cols})`, 'a square matrix is needed');
  }
}
