import type { Matrix } from '../../linalg/matrix.js';
import { bilaplacianRow } from './grid-laplacian.js';
import { solved } from './harmonic.js';
import type { MaskedPicture } from './picture-mask.js';

/**
 * L² u = 0 at the missing pixels, L the graph Laplacian: the surface of least bending, for random pixels the strongest
 * simple method. The result is `(channels, height width)`.
 * @throws InputError on a mask without observed or without missing pixels.
 */
export function biharmonic(picture: MaskedPicture): Matrix {
  return solved('biharmonic', picture, bilaplacianRow);
}
