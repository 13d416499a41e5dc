import { checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { type ImageShape, checkImageShape } from '../kernels/image-patches.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, zeros } from '../linalg/matrix.js';

/**
 * What is left of an image's patches after a filter F `(D, D)`: at each pixel and channel |(u F)_channel|, u the patch
 * around it, the image continued circularly; x one image `(1, channels · height · width)`, result of the same shape. F
 * is the root of an AGOP, or v vᵀ of one of its eigenvectors. Beaglehole et al. (2023), the figures' maps.
 *
 * @throws InputError if the patch is even, larger than the image, or F has another size.
 * @example
 * ```ts
 * const image = { channels: 1, height: 3, width: 3 };
 * const filter = zeros(9, 9);
 * // Twice the centre of each patch.
 * filter.set(4, 4, 2);
 * patchFilter(fromRows([[1, -1, 0, 0, 0, 0, 0, 0, 0]]), filter, image); // [[2, 2, 0, 0, 0, 0, 0, 0, 0]]
 * ```
 */
export function patchFilter(x: Matrix, filter: Matrix, image: ImageShape, patch = 3): Matrix {
  const fn = 'patchFilter';
  checkImageShape(fn, image, patch);
  if (patch % 2 === 0)
    throw new InputError(fn, 'patch', `is ${patch}`, 'a patch around a pixel has an odd side');
  const { channels, height, width } = image;
  checkMatrix(fn, 'x', x, { rows: 1, cols: channels * height * width });
  const size = channels * patch * patch;
  checkMatrix(fn, 'filter', filter, { rows: size, cols: size });
  const half = (patch - 1) / 2;
  const patches = zeros(height * width, size, x.precision);
  for (let p = 0, at = 0; p < height * width; p++) {
    for (let c = 0; c < channels; c++) {
      for (let dr = -half; dr <= half; dr++) {
        const row = (Math.floor(p / width) + dr + height) % height;
        for (let dc = -half; dc <= half; dc++) {
          patches.data[at++] = x.data[(c * height + row) * width + (((p % width) + dc + width) % width)];
        }
      }
    }
  }
  const filtered = matmul(patches, filter);
  const result = zeros(1, x.cols, x.precision);
  const area = patch * patch;
  for (let p = 0; p < height * width; p++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let k = 0; k < area; k++) sum += filtered.data[p * size + c * area + k] ** 2;
      result.data[c * height * width + p] = Math.sqrt(sum);
    }
  }
  return result;
}

/** (x - min) / (max - min); all 0 for a constant. */
export function minMax(x: Matrix): Matrix {
  let [least, most] = [Infinity, -Infinity];
  for (const value of x.data) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const result = x.clone();
  for (let k = 0; k < result.data.length; k++)
    result.data[k] = most > least ? (x.data[k] - least) / (most - least) : 0;
  return result;
}
