import { InputError } from '../errors.js';

/** One observation: a flat object of numbers and strings. */
export type Row = Record<string, number | string | boolean | null>;

/** A row of `nb.run`: the experiment's, with its seed. */
export type Seeded<R> = R & { seed: number };

/** Throws unless `rows` is an array of flat objects with at least one row. */
export function checkRows(fn: string, rows: readonly Row[]): void {
  if (!Array.isArray(rows)) {
    throw new InputError(fn, 'rows', `is ${rows === null ? 'null' : typeof rows}`, 'give an array of rows');
  }
  if (rows.length === 0) throw new InputError(fn, 'rows', 'is empty', 'give at least one row');
  rows.forEach((row, i) => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) {
      throw new InputError(
        fn,
        `rows[${i}]`,
        `is ${JSON.stringify(row)}`,
        'give an object of numbers and strings',
      );
    }
    for (const [column, value] of Object.entries(row)) {
      if (value !== null && !['number', 'string', 'boolean'].includes(typeof value)) {
        throw new InputError(fn, `rows[${i}].${column}`, `is ${typeof value}`, 'give a number or a string');
      }
    }
  });
}

/** The columns of tidy rows, in order of first appearance. */
export function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
