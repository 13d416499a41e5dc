import { InputError } from '../../errors.js';
import { byValue, type Category } from './feature-encoder.js';
import { cells, type Frame, type Table } from './table.js';

/** Names of classes, one a point: an array, a typed array or a series. */
export type Labels = ArrayLike<Category> | Frame;

/**
 * Labels as a plain array.
 * @throws InputError if they are not one column of texts, booleans and integers.
 */
export function labelList(fn: string, argument: string, labels: Labels): Category[] {
  const source = cells(fn, argument, labels as Table);
  if (source.cols !== 1)
    throw new InputError(fn, argument, `has ${source.cols} columns`, 'give one label a point');
  return Array.from({ length: source.rows }, (_, i) => {
    const label = source.at(i, 0);
    if (typeof label === 'string' || typeof label === 'boolean' || Number.isInteger(label))
      return label as Category;
    const advice =
      typeof label === 'number' ? 'labels are integers; RFMRegressor learns numbers' : 'give a label';
    throw new InputError(fn, argument, `has ${String(label)} at position ${i}`, advice);
  });
}

/** The different labels, sorted. @throws InputError if there is only one. */
export function classesOf(fn: string, argument: string, labels: readonly Category[]): Category[] {
  const classes = [...new Set(labels)].sort(byValue);
  if (classes.length < 2) {
    throw new InputError(
      fn,
      argument,
      `has one class, ${String(classes[0])}`,
      'give points of two classes at least',
    );
  }
  return classes;
}

/** The position of each label among the classes. @throws InputError on one that is not there. */
export function classNumbers(
  fn: string,
  argument: string,
  labels: readonly Category[],
  classes: readonly Category[],
): Int32Array {
  const numbers = new Map(classes.map((label, k) => [label, k]));
  return Int32Array.from(labels, (label, i) => {
    const number = numbers.get(label);
    if (number !== undefined) return number;
    throw new InputError(
      fn,
      argument,
      `has ${String(label)} at position ${i}`,
      'it is no class of the training points',
    );
  });
}
