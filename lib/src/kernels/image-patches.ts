import { checkInteger, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { Matrix, zeros } from '../linalg/matrix.js';

/** Images of one size; as the row of a matrix, planes `(channels, height, width)` one after another. */
export interface ImageShape {
  channels: number;
  height: number;
  width: number;
}

/** Positions of a patch x patch window inside an image, in rows and columns. */
export function patchGrid(
  { height, width }: ImageShape,
  patch: number,
): { rows: number; cols: number; positions: number } {
  const [rows, cols] = [height - patch + 1, width - patch + 1];
  return { rows, cols, positions: rows * cols };
}

/**
 * u_a(x) for all positions a of a window inside the image, in the order (channel, row, column): the images `from` to `to`
 * of x `(n, channels · height · width)` as `(positions · m, channels · patch²)`, all images of one position together.
 * `m` is at least to - from; rows beyond are 0.
 *
 * @throws InputError if a patch is larger than the image.
 */
export function imagePatches(
  x: Matrix,
  shape: ImageShape,
  { patch, from = 0, to = x.rows, m = to - from }: { patch: number; from?: number; to?: number; m?: number },
): Matrix {
  const { channels, height, width } = shape;
  checkImageShape('imagePatches', shape, patch);
  checkMatrix('imagePatches', 'x', x, { cols: channels * height * width });
  const grid = patchGrid(shape, patch);
  const size = channels * patch * patch;
  const result = zeros(grid.positions * m, size, x.precision);
  // Where the entries of a patch lie, counted from its corner: one long loop a patch.
  const places = Int32Array.from({ length: size }, (_, k) => {
    const [c, p] = [Math.floor(k / patch ** 2), k % patch ** 2];
    return (c * height + Math.floor(p / patch)) * width + (p % patch);
  });
  const [pixels, patches] = [x.data, result.data];
  for (let i = from; i < to; i++) {
    for (let a = 0; a < grid.positions; a++) {
      const corner = i * x.cols + Math.floor(a / grid.cols) * width + (a % grid.cols);
      const at = (a * m + i - from) * size;
      for (let k = 0; k < size; k++) patches[at + k] = pixels[corner + places[k]];
    }
  }
  return result;
}

/** Throws unless the image is one that holds `windows` convolutions of patch x patch without padding. */
export function checkImageShape(fn: string, shape: ImageShape, patch: number, windows = 1): void {
  for (const name of ['channels', 'height', 'width'] as const)
    checkInteger(fn, `image.${name}`, shape[name], 1);
  checkInteger(fn, 'patch', patch, 1);
  checkInteger(fn, 'depth', windows, 1);
  const needed = windows * (patch - 1) + 1;
  if (Math.min(shape.height, shape.width) < needed) {
    throw new InputError(
      fn,
      'image',
      `is ${shape.height} x ${shape.width}`,
      `${windows} convolution${windows > 1 ? 's' : ''} of ${patch} x ${patch} without padding need${windows > 1 ? '' : 's'} ${needed} x ${needed} at least`,
    );
  }
}
