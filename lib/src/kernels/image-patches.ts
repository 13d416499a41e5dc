import { checkInteger, checkMatrix } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { runTiles } from '../elementwise/pool.js';
import { InputError } from '../errors.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import { heapLike } from './heap-like.js';

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
 * u_a(x) for all positions a of a window inside the image, in the order (channel, row, column): images x
 * `(n, channels · height · width)` as `(positions · n, channels · patch²)`, all images of one position together.
 *
 * @throws InputError if a patch is larger than the image.
 */
export function imagePatches(x: Matrix, shape: ImageShape, options: { patch: number }): Matrix {
  return withPatches(x, shape, options, (patches) => {
    const result = zeros(patches.rows, patches.cols, x.precision);
    result.data.set(patches.data);
    return result;
  });
}

/** Calls `use` with the patches as `imagePatches` gives them, in the heap and gone afterwards. */
export function withPatches<T>(
  x: Matrix,
  shape: ImageShape,
  { patch }: { patch: number },
  use: (patches: Matrix) => T,
): T {
  const { channels, height, width } = shape;
  checkImageShape('imagePatches', shape, patch);
  checkMatrix('imagePatches', 'x', x, { cols: channels * height * width });
  const rows = patchGrid(shape, patch).positions * x.rows;
  const patches = heapPatches(x, shape, { patch, from: 0, to: x.rows, m: x.rows });
  try {
    return use(new Matrix(rows, channels * patch ** 2, patches));
  } finally {
    heap.free(patches);
  }
}

/** The patches of the images `from` to `to` in the heap, to be freed; of m images, those beyond are 0. */
export function heapPatches(
  x: Matrix,
  shape: ImageShape,
  { patch, from, to, m }: { patch: number; from: number; to: number; m: number },
): Real {
  const { channels, height, width } = shape;
  const { positions } = patchGrid(shape, patch);
  const pixels = heapLike(x.data, (to - from) * x.cols);
  try {
    pixels.set(x.data.subarray(from * x.cols, to * x.cols));
    const patches = heapLike(x.data, positions * m * channels * patch ** 2);
    const addresses = [pixels.byteOffset, patches.byteOffset];
    runTiles({
      kernel: `patches${x.data.BYTES_PER_ELEMENT * 8}`,
      params: [...addresses, to - from, m, channels, height, width, patch],
      tiles: positions,
    });
    return patches;
  } finally {
    heap.free(pixels);
  }
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
