import { type Matrix, zeros } from '../../linalg/matrix.js';
import { filled, type MaskedPicture, splitPicture } from './picture-mask.js';

/** Each missing pixel takes the mean of the observed ones, channel by channel. */
export function meanPixel(picture: MaskedPicture): Matrix {
  const { observed, missing } = splitPicture('meanPixel', picture);
  const { values } = picture;
  const found = zeros(missing.length, values.rows);
  for (let c = 0; c < values.rows; c++) {
    const mean = observed.reduce((sum, p) => sum + values.get(c, p), 0) / observed.length;
    for (let i = 0; i < missing.length; i++) found.set(i, c, mean);
  }
  return filled(picture, missing, found);
}
