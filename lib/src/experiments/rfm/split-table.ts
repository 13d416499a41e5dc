import type { UciSet } from '../../data/uci.js';
import { Matrix, type Precision, zeros } from '../../linalg/matrix.js';

/** Inputs `(n, d)` with their classes and the splits of a benchmark, as row numbers. */
export interface SplitTable {
  x: Matrix;
  labels: ArrayLike<number>;
  classes: number;
  tuning: { train: ArrayLike<number>; validation: ArrayLike<number> };
  folds: { train: ArrayLike<number>; test: ArrayLike<number> }[];
}

/** Training rows, with one-hot targets `(n, classes)` and labels, and test rows. */
export interface Split {
  train: { x: Matrix; y: Matrix; labels: Uint8Array };
  test: { x: Matrix; labels: Uint8Array };
}

/** A set of the benchmark; its separate test file, where there is one, is not used: no split names its rows. */
export function splitTable(
  { train, features, classes, tuning, folds }: UciSet,
  precision: Precision,
): SplitTable {
  const data = precision === 'float64' ? train.inputs : Float32Array.from(train.inputs);
  return { x: new Matrix(train.count, features, data), labels: train.labels, classes, tuning, folds };
}

/** The rows `train` and `test` of a table. */
export function split(table: SplitTable, train: ArrayLike<number>, test: ArrayLike<number>): Split {
  const { x, labels, classes } = table;
  const y = zeros(train.length, classes, x.precision);
  for (let i = 0; i < train.length; i++) y.set(i, labels[train[i]], 1);
  const labelsOf = (numbers: ArrayLike<number>): Uint8Array => Uint8Array.from(numbers, (row) => labels[row]);
  return {
    train: { x: rows(x, train), y, labels: labelsOf(train) },
    test: { x: rows(x, test), labels: labelsOf(test) },
  };
}

function rows(x: Matrix, numbers: ArrayLike<number>): Matrix {
  const out = zeros(numbers.length, x.cols, x.precision);
  for (let i = 0; i < numbers.length; i++) out.row(i).set(x.row(numbers[i]));
  return out;
}

/** Whether a row is 0 and so cannot be given unit length. */
export function hasZeroRow(x: Matrix): boolean {
  for (let i = 0; i < x.rows; i++) if (x.row(i).every((value) => value === 0)) return true;
  return false;
}

/** Rows divided by their lengths. */
export function unitRows(x: Matrix): Matrix {
  const out = x.clone();
  for (let i = 0; i < x.rows; i++) {
    const row = out.row(i);
    const length = Math.hypot(...row);
    for (let j = 0; j < row.length; j++) row[j] /= length;
  }
  return out;
}
