import { InputError } from './errors.js';
import type { Matrix, Precision, Real } from './linalg/matrix.js';

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

/**
 * Whether all entries are numbers: 0 times anything else is NaN. Four sums take half as long as a test of each entry.
 */
export function allFinite(data: ArrayLike<number>): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= data.length; i += 4) {
    a += 0 * data[i];
    b += 0 * data[i + 1];
    c += 0 * data[i + 2];
    d += 0 * data[i + 3];
  }
  for (; i < data.length; i++) a += 0 * data[i];
  return a + b + c + d === 0;
}

/** Throws unless every entry of `data` is finite; the error names the first that is not. */
export function checkFinite(fn: string, argument: string, data: ArrayLike<number>): void {
  if (allFinite(data)) return;
  const i = Array.prototype.findIndex.call(data, (value) => !Number.isFinite(value));
  throw new InputError(fn, argument, `has ${data[i]} at position ${i}`, 'remove or impute it first');
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

/** Throws unless `x` is a vector of `length` numbers, of the given precision. */
export function checkVector(
  fn: string,
  argument: string,
  x: Real,
  length: number,
  precision: Precision = 'float64',
): void {
  const wanted = precision === 'float64' ? Float64Array : Float32Array;
  if (!(x instanceof wanted)) {
    const got = (x as object | null)?.constructor?.name ?? String(x);
    throw new InputError(fn, argument, `is ${got}`, `a ${wanted.name} is needed`);
  }
  if (x.length !== length) {
    throw new InputError(fn, argument, `has ${x.length} numbers`, `${length} are needed`);
  }
}

/** Throws unless all matrices have the precision of the first: mixing would hide a silent conversion. */
export function checkSamePrecision(fn: string, matrices: Record<string, Matrix>): void {
  const [[first, a], ...others] = Object.entries(matrices);
  for (const [argument, b] of others) {
    if (b.precision !== a.precision) {
      throw new InputError(
        fn,
        argument,
        `is ${b.precision}`,
        `${first} is ${a.precision}; convert one of them`,
      );
    }
  }
}

/** Throws if `out` shares memory with an input: the result would overwrite what is still to be read. */
export function checkNoOverlap(
  fn: string,
  out: { data: Real },
  inputs: Record<string, { data: Real }>,
): void {
  for (const [argument, { data }] of Object.entries(inputs)) {
    if (overlap(data, out.data)) {
      throw new InputError(fn, 'out', `overlaps ${argument}`, 'give storage of its own');
    }
  }
}

/** Whether two arrays share memory. */
export function overlap(a: Real, b: Real): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength
  );
}

/**
 * Throws unless `a` is square, finite and symmetric up to rounding: |aᵢⱼ - aⱼᵢ| ≤ √ε max|a|, far above what
 * rounding does and far below what a wrong matrix has.
 */
export function checkSymmetric(fn: string, argument: string, a: Matrix): void {
  checkSquare(fn, argument, a);
  const { rows: n, data } = a;
  if (equalsItsTranspose(data, n)) return;
  let largest = 0;
  let gap = 0;
  // One pass over square tiles, which keeps the rows and the columns that are compared in cache.
  const tile = 32;
  for (let i0 = 0; i0 < n; i0 += tile) {
    for (let j0 = 0; j0 <= i0; j0 += tile) {
      const iEnd = Math.min(i0 + tile, n);
      for (let i = i0; i < iEnd; i++) {
        const jEnd = Math.min(j0 + tile, i + 1);
        for (let j = j0, below = i * n + j, above = j * n + i; j < jEnd; j++, below++, above += n) {
          // Math.max keeps a NaN; what is not finite above the diagonal shows in the gap.
          largest = Math.max(largest, Math.abs(data[below]));
          gap = Math.max(gap, Math.abs(data[below] - data[above]));
        }
      }
    }
  }
  if (!Number.isFinite(largest) || !Number.isFinite(gap)) checkFinite(fn, argument, data);
  const tolerance = largest * (a.precision === 'float64' ? 2 ** -26 : 2 ** -12);
  if (gap <= tolerance) return;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(a.get(i, j) - a.get(j, i)) > tolerance) {
        throw new InputError(
          fn,
          argument,
          `is not symmetric: (${i}, ${j}) is ${a.get(i, j)}, (${j}, ${i}) is ${a.get(j, i)}`,
          'a symmetric matrix is needed',
        );
      }
    }
  }
}

/** Whether A `(n, n)` is finite and symmetric to the last bit, in one pass without branches. */
function equalsItsTranspose(data: Real, n: number): boolean {
  // Small tiles: what is compared lies in two strips of cache lines at a time.
  const tile = 16;
  let gap = 0;
  for (let i0 = 0; i0 < n; i0 += tile) {
    for (let j0 = 0; j0 <= i0; j0 += tile) {
      const iEnd = Math.min(i0 + tile, n);
      for (let i = i0; i < iEnd; i++) {
        const jEnd = Math.min(j0 + tile, i + 1);
        let gapOfRow = 0;
        for (let j = j0, below = i * n + j, above = j * n + i; j < jEnd; j++, below++, above += n) {
          // What is not finite makes this NaN, on the diagonal too.
          gapOfRow += Math.abs(data[below] - data[above]);
        }
        gap += gapOfRow;
      }
    }
  }
  return gap === 0;
}
