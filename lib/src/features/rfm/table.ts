import { checkFinite } from '../../check.js';
import { InputError } from '../../errors.js';
import { Matrix, type Precision, type Real, zeros } from '../../linalg/matrix.js';

/** A data frame as danfojs has it: names of the columns, and rows of values. A series has no `columns` or one. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/** Points in any of the usual forms; a typed array is one column. */
export type Table = Matrix | Real | Frame | ArrayLike<ArrayLike<number | string | boolean>>;

/** One form of them all: cells by row and column, and the columns' names where there are any. */
export interface Cells {
  readonly rows: number;
  readonly cols: number;
  readonly names: readonly string[] | undefined;
  at(row: number, col: number): unknown;
}

/** @throws InputError on what is no table, has no row, or rows of different length. */
export function cells(fn: string, argument: string, table: Table): Cells {
  if (table instanceof Matrix) {
    return nonEmpty(fn, argument, { ...shape(table), names: undefined, at: (i, j) => table.get(i, j) });
  }
  if (ArrayBuffer.isView(table)) {
    const column = table as ArrayLike<number>;
    return nonEmpty(fn, argument, { rows: column.length, cols: 1, names: undefined, at: (i) => column[i] });
  }
  if (typeof table === 'object' && table !== null && isFrame(table)) {
    const names = table.columns;
    return nonEmpty(fn, argument, { ...fromRowsOf(fn, argument, table.values, names.length), names });
  }
  if (typeof table !== 'object' || table === null || typeof table.length !== 'number') {
    throw new InputError(fn, argument, `is ${table === null ? 'null' : typeof table}`, 'give a table');
  }
  return nonEmpty(fn, argument, { ...fromRowsOf(fn, argument, Array.from(table)), names: undefined });
}

const shape = ({ rows, cols }: Matrix): { rows: number; cols: number } => ({ rows, cols });

function isFrame(table: object): table is Frame {
  const { columns, values } = table as Partial<Frame>;
  return Array.isArray(columns) && Array.isArray(values);
}

function nonEmpty(fn: string, argument: string, table: Cells): Cells {
  if (table.rows > 0 && table.cols > 0) return table;
  throw new InputError(fn, argument, `is empty, (${table.rows}, ${table.cols})`);
}

function fromRowsOf(
  fn: string,
  argument: string,
  values: readonly unknown[],
  width?: number,
): Pick<Cells, 'rows' | 'cols' | 'at'> {
  const isRow = (row: unknown): row is ArrayLike<unknown> => Array.isArray(row) || ArrayBuffer.isView(row);
  // Plain numbers are one column, as in a typed array or a series.
  const rows = values.map((row) => (isRow(row) ? row : [row]));
  const cols = width ?? rows[0]?.length ?? 0;
  rows.forEach((row, i) => {
    if (row.length !== cols) {
      throw new InputError(fn, `${argument}[${i}]`, `has ${row.length} values`, `${cols} are needed`);
    }
  });
  return { rows: rows.length, cols, at: (i, j) => rows[i][j] };
}

/**
 * A table of numbers as a matrix of its own, `(m, c)`.
 * @throws InputError on a cell that is no finite number in that precision.
 */
export function numbers(fn: string, argument: string, table: Table, precision: Precision): Matrix {
  const source = cells(fn, argument, table);
  const out = zeros(source.rows, source.cols, precision);
  for (let i = 0; i < out.rows; i++) {
    for (let j = 0; j < out.cols; j++) out.set(i, j, numberAt(fn, argument, source, i, j));
  }
  checkFinite(fn, argument, out.data);
  return out;
}

/** The number in a cell. @throws InputError where there is none. */
export function numberAt(fn: string, argument: string, source: Cells, row: number, col: number): number {
  const value = source.at(row, col);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return Number(value);
  const advice = typeof value === 'string' ? 'name the column in categorical' : 'remove or impute it first';
  throw new InputError(
    fn,
    argument,
    `has ${JSON.stringify(value) ?? 'undefined'} in row ${row}, column ${source.names?.[col] ?? col}`.replace(
      'has null',
      `has ${String(value)}`,
    ),
    advice,
  );
}

/** The precision that a table asks for: that of its own numbers if they are typed. */
export function precisionOf(table: Table): Precision {
  const data = table instanceof Matrix ? table.data : table;
  return data instanceof Float32Array ? 'float32' : 'float64';
}
