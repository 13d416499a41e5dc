import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkInteger } from '../check.js';
import { InputError } from '../errors.js';
import type { Precision, Real } from './real.js';
import { transposeInto } from './transpose-into.js';

export type { Precision, Real };

// Shared buffers do not weigh on the garbage collector, which lets them pile up: only those are shared that are large
// enough for threads to pay off at once.
const SHARED_FROM = 2 ** 20;

// Bytes of new shared storage after which young garbage is collected, in a millisecond, and all of it, in some hundred.
const YOUNG_AFTER = 2 ** 27;
const ALL_AFTER = 2 ** 31;
const since = { young: 0, all: 0 };
let collect: ((options?: { type: 'minor' }) => void) | undefined;

/** Collects garbage now and then: a series of fits would leave more shared storage behind than the machine has. */
function beforeSharing(bytes: number): void {
  since.young += bytes;
  since.all += bytes;
  if (since.young < YOUNG_AFTER) return;
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as NonNullable<typeof collect>;
  }
  if (since.all < ALL_AFTER) collect({ type: 'minor' });
  else {
    collect();
    since.all = bytes;
  }
  since.young = bytes;
}

/**
 * Zeroed storage of `length` numbers; large ones lie in shared memory, so that worker threads read them without a copy.
 */
export function allocate(length: number, precision: Precision = 'float64'): Real {
  const bytes = length * (precision === 'float64' ? 8 : 4);
  const shared = length >= SHARED_FROM;
  if (shared) beforeSharing(bytes);
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return precision === 'float64' ? new Float64Array(buffer) : new Float32Array(buffer);
}

/**
 * Dense row-major matrix: entry (i, j) is `data[i * cols + j]`.
 * @throws InputError if a size is no integer of at least 0, or `data` is no typed array of `rows · cols` numbers.
 * @example
 * ```ts
 * const a = new Matrix(2, 3);
 * a.set(1, 2, 5);
 * a.data; // [0, 0, 0, 0, 0, 5]
 * ```
 */
export class Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Real;

  constructor(rows: number, cols: number, data?: Real) {
    checkInteger('Matrix', 'rows', rows);
    checkInteger('Matrix', 'cols', cols);
    const entries = data === undefined ? allocate(rows * cols) : data;
    if (!(entries instanceof Float64Array || entries instanceof Float32Array)) {
      throw new InputError('Matrix', 'data', `is ${typeof entries}`, 'give a Float64Array or Float32Array');
    }
    if (entries.length !== rows * cols) {
      throw new InputError(
        'Matrix',
        'data',
        `has ${entries.length} numbers`,
        `(${rows}, ${cols}) needs ${rows * cols}`,
      );
    }
    this.rows = rows;
    this.cols = cols;
    this.data = entries;
  }

  get precision(): Precision {
    return this.data instanceof Float64Array ? 'float64' : 'float32';
  }

  get(i: number, j: number): number {
    return this.data[i * this.cols + j];
  }

  set(i: number, j: number, value: number): void {
    this.data[i * this.cols + j] = value;
  }

  /** Row i as a view, not a copy. */
  row(i: number): Real {
    return this.data.subarray(i * this.cols, (i + 1) * this.cols);
  }

  clone(): Matrix {
    const copy = zeros(this.rows, this.cols, this.precision);
    copy.data.set(this.data);
    return copy;
  }

  toRows(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.row(i)));
  }
}

/**
 * Zero matrix, `(rows, cols)`.
 * @throws InputError if a size is no integer of at least 0.
 * @example
 * ```ts
 * zeros(1, 2); // [[0, 0]]
 * ```
 */
export function zeros(rows: number, cols: number, precision: Precision = 'float64'): Matrix {
  checkInteger('zeros', 'rows', rows);
  checkInteger('zeros', 'cols', cols);
  return new Matrix(rows, cols, allocate(rows * cols, precision));
}

/**
 * I, `(n, n)`.
 * @throws InputError if n is no integer of at least 0.
 * @example
 * ```ts
 * identity(2); // [[1, 0], [0, 1]]
 * ```
 */
export function identity(n: number, precision: Precision = 'float64'): Matrix {
  const eye = zeros(n, n, precision);
  for (let i = 0; i < n; i++) eye.data[i * n + i] = 1;
  return eye;
}

/**
 * Matrix from an array of rows of equal length, `(n, d)`.
 * @throws InputError if the rows differ in length.
 * @example
 * ```ts
 * fromRows([[1, 2], [3, 4]]).data; // [1, 2, 3, 4]
 * ```
 */
export function fromRows(rows: ArrayLike<ArrayLike<number>>, precision: Precision = 'float64'): Matrix {
  const cols = rows.length === 0 ? 0 : rows[0].length;
  const out = zeros(rows.length, cols, precision);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].length !== cols) {
      throw new InputError('fromRows', `rows[${i}]`, `has ${rows[i].length} numbers`, `row 0 has ${cols}`);
    }
    out.data.set(rows[i], i * cols);
  }
  return out;
}

/**
 * Aᵀ, `(cols, rows)`.
 * @example
 * ```ts
 * transpose(fromRows([[1, 2, 3]])); // [[1], [2], [3]]
 * ```
 */
export function transpose(a: Matrix): Matrix {
  const out = zeros(a.cols, a.rows, a.precision);
  transposeInto(a.data, a.rows, a.cols, out.data);
  return out;
}
