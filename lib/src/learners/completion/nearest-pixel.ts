import { type Matrix, zeros } from '../../linalg/matrix.js';
import { filled, type MaskedPicture, splitPicture } from './picture-mask.js';

/**
 * Each missing pixel takes the value of the observed one at the least Euclidean distance, of equals the leftmost, then
 * the topmost.
 */
export function nearestPixel(picture: MaskedPicture): Matrix {
  const { observed, missing } = splitPicture('nearestPixel', picture);
  const { values, width } = picture;
  const candidates = observed.slice().sort((p, q) => (p % width) - (q % width) || p - q);
  const found = zeros(missing.length, values.rows);
  missing.forEach((p, i) => {
    const [r, c] = [Math.floor(p / width), p % width];
    let [best, least] = [candidates[0], Infinity];
    for (const other of candidates) {
      const distance = (Math.floor(other / width) - r) ** 2 + ((other % width) - c) ** 2;
      if (distance < least) [best, least] = [other, distance];
    }
    for (let k = 0; k < values.rows; k++) found.set(i, k, values.get(k, best));
  });
  return filled(picture, missing, found);
}
