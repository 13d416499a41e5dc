import { checkFinite } from '../../check.js';
import { InputError } from '../../errors.js';
import { type Matrix, type Precision, zeros } from '../../linalg/matrix.js';
import type { ColumnBlock } from '../agop.js';
import { type Scaling, scalingOf } from './standardise.js';
import { type Cells, cells, numberAt, type Table } from './table.js';

export type Category = string | number | boolean;

/** How tables become points: plain data, learned from the training table. */
export interface FeatureEncoder {
  /** Names of the table's columns, by which a later frame is read in any order. */
  readonly names: readonly string[] | undefined;
  readonly width: number;
  /** The categorical columns and the values that each was seen to have, sorted. */
  readonly categorical: readonly { readonly column: number; readonly categories: readonly Category[] }[];
  /** Of the columns that hold numbers; undefined where they are taken as they are. */
  readonly scaling: Scaling | undefined;
}

/**
 * Learns the encoding of a table: numbers first, as they are, then one block of one-hot columns for each categorical
 * column, which is given by its name or position. `standardise` scales the numbers to mean 0 and variance 1.
 * @throws InputError if there is no such column, or one is given twice.
 */
export function learnEncoder(
  fn: string,
  x: Table,
  { categorical, standardise }: { categorical: readonly (string | number)[]; standardise: boolean },
): FeatureEncoder {
  const source = cells(fn, 'x', x);
  const columns = categorical.map((key, i) => columnOf(fn, source, key, `categorical[${i}]`));
  columns.forEach((column, i) => {
    if (columns.indexOf(column) < i) {
      throw new InputError(fn, `categorical[${i}]`, `is ${String(categorical[i])} for the second time`);
    }
  });
  const encoder = {
    names: source.names && [...source.names],
    width: source.cols,
    categorical: columns.map((column) => ({ column, categories: categoriesOf(fn, source, column) })),
    scaling: undefined,
  };
  if (!standardise) return encoder;
  const numeric = numericColumns(encoder);
  const at = (i: number, j: number): number => numberAt(fn, 'x', source, i, numeric[j]);
  // A column that is constant in training stays 0, whatever it holds later.
  return { ...encoder, scaling: scalingOf({ rows: source.rows, cols: numeric.length, at }, Infinity) };
}

function columnOf(fn: string, { names, cols }: Cells, key: string | number, argument: string): number {
  const column = typeof key === 'number' ? key : (names?.indexOf(key) ?? -1);
  if (Number.isInteger(column) && column >= 0 && column < cols) return column;
  const advice = names ? `the columns are ${names.join(', ')}` : `give positions of 0 to ${cols - 1}`;
  throw new InputError(fn, argument, `is ${String(key)}`, advice);
}

function categoriesOf(fn: string, source: Cells, column: number): Category[] {
  const seen = new Set<Category>();
  for (let i = 0; i < source.rows; i++) seen.add(categoryAt(fn, source, i, column));
  return [...seen].sort(byValue);
}

function categoryAt(fn: string, source: Cells, row: number, column: number): Category {
  const value = source.at(row, column);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const name = source.names?.[column] ?? column;
  throw new InputError(
    fn,
    'x',
    `has ${String(value)} in row ${row}, column ${name}`,
    'give missing values a category',
  );
}

/** Numbers by size, before texts in the order of their characters. */
export function byValue(a: Category, b: Category): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === typeof b) return a < b ? -1 : Number(a > b);
  return typeof a === 'number' ? -1 : typeof b === 'number' ? 1 : typeof a < typeof b ? -1 : 1;
}

/** The positions of the columns that hold numbers. */
export function numericColumns({ width, categorical }: FeatureEncoder): number[] {
  const taken = new Set(categorical.map(({ column }) => column));
  return Array.from({ length: width }, (_, j) => j).filter((j) => !taken.has(j));
}

/** The columns of the points that belong together; undefined without categories. */
export function columnBlocks(encoder: FeatureEncoder): ColumnBlock[] | undefined {
  if (encoder.categorical.length === 0) return undefined;
  const widths = [
    numericColumns(encoder).length,
    ...encoder.categorical.map(({ categories }) => categories.length),
  ];
  let end = 0;
  return widths.filter((width) => width > 0).map((width) => [end, (end += width)] as const);
}

/** A column's name in the table, or its position. */
export function columnName({ names }: FeatureEncoder, column: number): string {
  return names?.[column] ?? String(column);
}

/** What each column of the points is: `age`, `city = Rome`; the column's position where it has no name. */
export function featureNames(encoder: FeatureEncoder): string[] {
  const name = (column: number): string => columnName(encoder, column);
  return [
    ...numericColumns(encoder).map(name),
    ...encoder.categorical.flatMap(({ column, categories }) =>
      categories.map((category) => `${name(column)} = ${category}`),
    ),
  ];
}

/**
 * A table as points, `(m, d)`, in storage of their own. A category that was not seen in training is a block of zeros:
 * as far from one known category as from another, if M says nothing else.
 * @throws InputError if columns differ from the training table's, or a cell is missing, no number or too large.
 */
export function encodeTable(
  fn: string,
  encoder: FeatureEncoder,
  x: Table,
  precision: Precision,
  argument = 'x',
): Matrix {
  const source = aligned(fn, encoder, cells(fn, argument, x), argument);
  const { scaling } = encoder;
  const numeric = numericColumns(encoder);
  const cols =
    numeric.length + encoder.categorical.reduce((sum, { categories }) => sum + categories.length, 0);
  const points = zeros(source.rows, cols, precision);
  const positions = encoder.categorical.map(
    ({ categories }) => new Map(categories.map((value, k) => [value, k])),
  );
  for (let i = 0; i < source.rows; i++) {
    const row = points.row(i);
    numeric.forEach((column, j) => {
      const value = numberAt(fn, argument, source, i, column);
      row[j] = scaling === undefined ? value : (value - scaling.mean[j]) / scaling.scale[j];
    });
    let from = numeric.length;
    encoder.categorical.forEach(({ column, categories }, k) => {
      const position = positions[k].get(categoryAt(fn, source, i, column));
      if (position !== undefined) row[from + position] = 1;
      from += categories.length;
    });
  }
  // A number that is finite in float64 may not be in float32.
  checkFinite(fn, argument, points.data);
  return points;
}

/** The table with its columns in the order of training. */
function aligned(fn: string, { names, width }: FeatureEncoder, source: Cells, argument: string): Cells {
  if (names === undefined || source.names === undefined) {
    if (source.cols === width) return source;
    throw new InputError(fn, argument, `has ${source.cols} columns`, `the model was fitted to ${width}`);
  }
  const order = names.map((name) => {
    const column = source.names!.indexOf(name);
    if (column >= 0) return column;
    throw new InputError(fn, argument, `has no column ${name}`, `it has ${source.names!.join(', ')}`);
  });
  return { rows: source.rows, cols: width, names, at: (i, j) => source.at(i, order[j]) };
}
