import { NumericalError } from '../../errors.js';
import type { Matrix } from '../../linalg/matrix.js';
import { solveSpd } from '../../linalg/solve-spd.js';
import { laplacianRow, missingSystem } from './grid-laplacian.js';
import { filled, type MaskedPicture, splitPicture } from './picture-mask.js';

/**
 * L u = 0 at the missing pixels, L the graph Laplacian of the four neighbours: each is the mean of its neighbours. The
 * result is `(channels, height width)`; the dense system of m missing pixels takes m³/3 operations.
 * @throws InputError on a mask without observed or without missing pixels.
 */
export function harmonic(picture: MaskedPicture): Matrix {
  return solved('harmonic', picture, laplacianRow);
}

/** Fills the missing pixels with the solution of an operator that is 0 there. */
export function solved(
  fn: string,
  picture: MaskedPicture,
  rowOf: (height: number, width: number, p: number) => Map<number, number>,
): Matrix {
  const { missing } = splitPicture(fn, picture);
  const { height, width, values } = picture;
  const { a, b } = missingSystem(values, missing, (p) => rowOf(height, width, p));
  const found = solveSpd(a, b);
  if (found === undefined) throw new NumericalError(`${fn}: the system of the missing pixels is singular`);
  return filled(picture, missing, found);
}
