import { checkInteger } from '../../check.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';

/**
 * A picture of which some pixels are known: `values` `(channels, height width)` in [0, 1], pixels in row-major order.
 */
export interface MaskedPicture {
  values: Matrix;
  height: number;
  width: number;
  /**
   * 1 where a pixel is observed, 0 where it is missing, `(height width)`; what stands at missing pixels is not read.
   */
  mask: ArrayLike<number>;
}

/** The positions of the observed and of the missing pixels. */
export interface Split {
  observed: Int32Array;
  missing: Int32Array;
}

/**
 * Observed and missing pixels of a masked picture.
 * @throws InputError if shapes differ, the mask has other numbers than 0 and 1, nothing is observed or nothing missing,
 *   or an observed pixel is not finite.
 */
export function splitPicture(fn: string, { values, height, width, mask }: MaskedPicture): Split {
  checkInteger(fn, 'height', height, 1);
  checkInteger(fn, 'width', width, 1);
  const pixels = height * width;
  if (values.cols !== pixels) {
    throw new InputError(
      fn,
      'values',
      `has ${values.cols} columns`,
      `${height} x ${width} pixels are needed`,
    );
  }
  if (mask.length !== pixels) {
    throw new InputError(fn, 'mask', `has ${mask.length} numbers`, `${height} x ${width} are needed`);
  }
  const all = Int32Array.from({ length: pixels }, (_, p) => p);
  const odd = all.find((p) => mask[p] !== 0 && mask[p] !== 1);
  if (odd !== undefined) {
    throw new InputError(
      fn,
      'mask',
      `has ${mask[odd]} at position ${odd}`,
      'give 1 for observed, 0 for missing',
    );
  }
  const [observed, missing] = [all.filter((p) => mask[p] === 1), all.filter((p) => mask[p] === 0)];
  if (observed.length === 0) {
    throw new InputError(fn, 'mask', 'observes no pixel', 'there is nothing to complete from');
  }
  if (missing.length === 0)
    throw new InputError(fn, 'mask', 'misses no pixel', 'there is nothing to complete');
  for (let c = 0; c < values.rows; c++) {
    const wrong = observed.find((p) => !Number.isFinite(values.get(c, p)));
    if (wrong !== undefined) {
      const problem = `has ${values.get(c, wrong)} at observed pixel ${wrong} of channel ${c}`;
      throw new InputError(fn, 'values', problem, 'mask it, or give a number');
    }
  }
  return { observed, missing };
}

/** A copy of the picture with `found` `(missing, channels)` at the missing pixels. */
export function filled({ values }: MaskedPicture, missing: Int32Array, found: Matrix): Matrix {
  const out = values.clone();
  missing.forEach((p, i) => {
    for (let c = 0; c < values.rows; c++) out.set(c, p, found.get(i, c));
  });
  return out;
}

/** The picture at these pixels as rows, `(at.length, channels)`. */
export function pixelRows({ values }: MaskedPicture, at: Int32Array, out: Matrix): Matrix {
  at.forEach((p, i) => {
    for (let c = 0; c < values.rows; c++) out.set(i, c, values.get(c, p));
  });
  return out;
}
