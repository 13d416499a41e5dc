import { checkFinite, checkInteger, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { type Matrix, zeros } from '../linalg/matrix.js';

/**
 * The observed entries Ω of a `(rows, cols)` matrix, row by row: row i has the values
 * `values[start[i] .. start[i + 1])` in the columns `columns[start[i] .. start[i + 1])`, ascending.
 */
export interface Observed {
  readonly rows: number;
  readonly cols: number;
  /** `(rows + 1)` */
  readonly start: Int32Array;
  /** `(count)` */
  readonly columns: Int32Array;
  /** `(count)` */
  readonly values: Float64Array;
}

/**
 * Ω from triplets: `values[k]` stands at row `positions[k] / cols`, column `positions[k] % cols`, in any order.
 * @throws InputError on a position out of range or given twice, or a value that is not finite.
 * @example
 * ```ts
 * const omega = observed(2, 2, [0, 3], [5, 7]);
 * zeroFilled(omega); // [[5, 0], [0, 7]]
 * ```
 */
export function observed(
  rows: number,
  cols: number,
  positions: ArrayLike<number>,
  values: ArrayLike<number>,
): Observed {
  checkInteger('observed', 'rows', rows, 1);
  checkInteger('observed', 'cols', cols, 1);
  if (positions.length !== values.length) {
    throw new InputError(
      'observed',
      'values',
      `has ${values.length} numbers`,
      `${positions.length} are needed`,
    );
  }
  if (positions.length === 0) throw new InputError('observed', 'positions', 'is empty', 'observe an entry');
  checkFinite('observed', 'values', values);
  const order = Array.from(positions, (_, k) => k).sort((a, b) => positions[a] - positions[b]);
  const start = new Int32Array(rows + 1);
  const columns = new Int32Array(order.length);
  const sorted = new Float64Array(order.length);
  order.forEach((k, at) => {
    const position = positions[k];
    if (!Number.isInteger(position) || position < 0 || position >= rows * cols) {
      throw new InputError('observed', `positions[${k}]`, `is ${position}`, `give 0 to ${rows * cols - 1}`);
    }
    if (at > 0 && positions[order[at - 1]] === position) {
      throw new InputError(
        'observed',
        `positions[${k}]`,
        `is ${position} for the second time`,
        'give it once',
      );
    }
    start[Math.floor(position / cols) + 1]++;
    columns[at] = position % cols;
    sorted[at] = values[k];
  });
  for (let i = 0; i < rows; i++) start[i + 1] += start[i];
  return { rows, cols, start, columns, values: sorted };
}

/**
 * Ω from a matrix and a mask of the same shape `(rows, cols)`; entries with a mask of 0 are not read.
 * @throws InputError if the shapes differ, or an observed entry is not finite.
 * @example
 * ```ts
 * observedWhere(fromRows([[1, 2], [3, 4]]), identity(2)).values; // [1, 4]
 * ```
 */
export function observedWhere(y: Matrix, mask: Matrix): Observed {
  checkMatrix('observedWhere', 'y', y);
  checkMatrix('observedWhere', 'mask', mask, y);
  const positions: number[] = [];
  for (let k = 0; k < y.data.length; k++) if (mask.data[k] !== 0) positions.push(k);
  return observed(
    y.rows,
    y.cols,
    positions,
    positions.map((k) => y.data[k]),
  );
}

/** Ωᵀ: the same entries, column by column. */
export function transposeObserved({ rows, cols, start, columns, values }: Observed): Observed {
  const turned = new Int32Array(cols + 1);
  for (const j of columns) turned[j + 1]++;
  for (let j = 0; j < cols; j++) turned[j + 1] += turned[j];
  const next = turned.slice();
  const rowsOf = new Int32Array(values.length);
  const valuesOf = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) {
      const at = next[columns[k]]++;
      rowsOf[at] = i;
      valuesOf[at] = values[k];
    }
  }
  return { rows: cols, cols: rows, start: turned, columns: rowsOf, values: valuesOf };
}

/**
 * The matrix that is Y on Ω and 0 elsewhere.
 * @example
 * ```ts
 * zeroFilled(observed(2, 2, [1], [3])); // [[0, 3], [0, 0]]
 * ```
 */
export function zeroFilled({ rows, cols, start, columns, values }: Observed): Matrix {
  const z = zeros(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) z.data[i * cols + columns[k]] = values[k];
  }
  return z;
}
