import { checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import type { CoordinateKernel } from '../../kernels/coordinate-kernel.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { coordinateRegression } from './coordinate-regression.js';
import { filled, type MaskedPicture, pixelRows, splitPicture } from './picture-mask.js';

export interface CompletePictureOptions {
  kernel: CoordinateKernel;
  /** ε: ε trace(K_S)/n is added to the diagonal. Default 0. */
  ridge?: number;
}

/**
 * The picture `(channels, height width)` with its missing pixels predicted by kernel regression from the observed ones,
 * which stay as they are; values are not clipped.
 *
 * @throws InputError on a mask without observed or without missing pixels, or shapes that differ.
 * @throws NumericalError if the kernel cannot tell observed pixels apart.
 * @example
 * ```ts
 * const kernel = stationaryCntk({ layers: hourglass({ scales: 1 }) }).on(4, 4);
 * const values = fromRows([new Array<number>(16).fill(0.5)]);
 * const mask = Array.from({ length: 16 }, (_, pixel) => (pixel === 5 ? 0 : 1));
 * completePicture({ values, height: 4, width: 4, mask }, { kernel }).data[5]; // 0.493
 * ```
 */
export function completePicture(picture: MaskedPicture, { kernel, ridge }: CompletePictureOptions): Matrix {
  const fn = 'completePicture';
  checkMatrix(fn, 'values', picture.values);
  const { observed, missing } = splitPicture(fn, picture);
  if (kernel.count !== picture.values.cols) {
    const problem = `has ${kernel.count} coordinates`;
    throw new InputError(fn, 'kernel', problem, `the picture has ${picture.values.cols} pixels`);
  }
  const y = pixelRows(picture, observed, zeros(observed.length, picture.values.rows));
  return filled(picture, missing, coordinateRegression(y, { kernel, observed, ridge }).predict(missing));
}
