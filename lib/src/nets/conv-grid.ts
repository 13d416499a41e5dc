import { matmul } from '../linalg/matmul.js';
import { Matrix, type Real } from '../linalg/matrix.js';

/** A stack of n images of `height` x `width` pixels and `pad` zeros between them, each way. */
export interface GridShape {
  n: number;
  height: number;
  width: number;
  pad: number;
  patch: number;
}

/**
 * Images as rows of pixels, (image, row, column) x channels, with zeros after each row and each image, which are before the
 * next one too: a step of the patch is then a shift of the rows, and a convolution is a sum of matrix products of the
 * images with themselves shifted, without a copy of patches.
 *
 * A kernel row of the patch is `patch` neighbouring rows, that is one row of `patch · channels` numbers beginning at any
 * pixel. Rows that begin `patch` pixels apart do not overlap and are a plain matrix; so a result comes in `patch` parts,
 * pixel r in part r mod patch.
 */
export class ConvGrid {
  readonly shape: GridShape;
  /** Pixels from one row of an image to the next. */
  readonly across: number;
  /** Rows of a part of a result; `patch` parts one after another hold all pixels. */
  readonly partRows: number;
  readonly #slack: number;

  constructor(shape: GridShape) {
    const { n, height, width, pad, patch } = shape;
    this.shape = shape;
    this.across = width + pad;
    this.partRows = Math.ceil((n * (height + pad) * this.across) / patch);
    this.#slack = ((patch - 1) / 2) * (this.across + 1);
  }

  /** Rows of stored images. */
  get imageRows(): number {
    return this.resultRows + 2 * this.#slack;
  }

  /** Rows of a result. */
  get resultRows(): number {
    return this.shape.patch * this.partRows;
  }

  /** Row in `images` of the pixel (row, column) of image i. */
  pixel(i: number, row: number, col: number): number {
    return this.#slack + this.#flat(i, row, col);
  }

  /** Row in a result of the patch around that pixel. */
  center(i: number, row: number, col: number): number {
    const flat = this.#flat(i, row, col);
    const { patch } = this.shape;
    return (flat % patch) * this.partRows + Math.floor(flat / patch);
  }

  #flat(i: number, row: number, col: number): number {
    const { height, pad } = this.shape;
    return (i * (height + pad) + row) * this.across + col;
  }

  /** The patch row `line` of the pixels of one part, `(partRows, patch · channels)`. */
  #lines(images: Real, channels: number, part: number, line: number): Matrix {
    const { patch } = this.shape;
    // From the first row of storage the patch of pixel 0 begins `half` lines and columns before it: that is the slack.
    const start = (part + line * this.across) * channels;
    const cols = patch * channels;
    return new Matrix(this.partRows, cols, images.subarray(start, start + this.partRows * cols));
  }

  #part(result: Matrix, part: number): Matrix {
    const size = this.partRows * result.cols;
    return new Matrix(this.partRows, result.cols, result.data.subarray(part * size, (part + 1) * size));
  }

  /** Σ over the patch of images times weights; `blocks[line]` `(outputs, patch · channels)`, a patch row of the weights. */
  convolve(images: Real, channels: number, blocks: readonly Matrix[], out: Matrix): void {
    for (let part = 0; part < this.shape.patch; part++) {
      blocks.forEach((block, line) => {
        const lines = this.#lines(images, channels, part, line);
        matmul(lines, block, { transB: true, beta: Math.min(line, 1), out: this.#part(out, part) });
      });
    }
  }

  /** Σ over pixels of delta and the patches of images: the gradient by `blocks`, into them; delta as a result. */
  correlate(images: Real, channels: number, delta: Matrix, blocks: readonly Matrix[]): void {
    for (let part = 0; part < this.shape.patch; part++) {
      blocks.forEach((out, line) => {
        const lines = this.#lines(images, channels, part, line);
        matmul(this.#part(delta, part), lines, { transA: true, beta: Math.min(part, 1), out });
      });
    }
  }
}
