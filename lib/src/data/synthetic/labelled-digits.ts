import { checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';

/** Side of a digit in pixels. */
export const DIGIT_SIDE = 8;

/** Digits of 8 x 8 pixels, from which images are put together. */
export interface LabelledDigits {
  /** Pixels in [0, 1], `(n, 64)`, row by row. */
  x: Matrix;
  /** One a row. */
  labels: ArrayLike<number>;
}

/** Throws unless the digits have 64 pixels and a label each. */
export function checkDigits(fn: string, { x, labels }: LabelledDigits): void {
  checkMatrix(fn, 'digits.x', x, { cols: DIGIT_SIDE ** 2 });
  if (labels.length !== x.rows) {
    throw new InputError(fn, 'digits.labels', `has ${labels.length} labels`, `there are ${x.rows} digits`);
  }
}
