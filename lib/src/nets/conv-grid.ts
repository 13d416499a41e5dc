import type { Programs } from '../elementwise/programs.js';
import type { Real } from '../linalg/matrix.js';
import type { ConvLayout, Rows, StackShape } from './conv-layout.js';

// OpenBLAS multiplies up to 100^3 numbers where they lie, half as fast again as by packing them first; pieces of fewer
// rows than this do not gain by it.
const IN_PLACE = 1e6;
const LEAST_ROWS = 64;

/** A stack, and the side of the patch. */
export interface GridShape extends StackShape {
  patch: number;
}

/**
 * Images as rows of pixels, (row, image, column) x channels, with zeros before each row, which are after the last one
 * too: a step of the patch is then a shift of the rows, and a convolution is a sum of matrix products of the images
 * with themselves shifted, without a copy of patches. All images share the zeros above and below.
 *
 * A kernel row of the patch is `patch` neighbouring rows, that is one row of `patch · channels` numbers beginning at
 * any pixel. Rows that begin `patch` pixels apart do not overlap and are a plain matrix; so a result is made in `patch`
 * parts, part r the patches that begin at the pixels r, r + patch, ..., and written to every `patch`-th of its rows.
 *
 * Filters are `(patch, patch, channels, outputs)`, whose kernel rows are matrices `(patch · channels, outputs)`.
 */
export class ConvGrid implements ConvLayout {
  readonly inOrder = false;
  readonly height: number;
  readonly width: number;
  readonly #shape: GridShape;
  /** Pixels from one image to the next, and from one row of an image to the next. */
  readonly #across: number;
  readonly #line: number;
  /** Rows of a part of a result. */
  readonly #partRows: number;

  constructor(shape: GridShape) {
    const { n, height, width, pad, patch } = shape;
    this.#shape = shape;
    [this.height, this.width] = [height, width].map((side) => side + 2 * pad - patch + 1);
    this.#across = width + pad;
    this.#line = n * this.#across;
    this.#partRows = Math.ceil((this.height * this.#line) / patch);
  }

  get imageRows(): number {
    return this.resultRows + (this.#shape.patch - 1) * (this.#line + 1);
  }

  get resultRows(): number {
    return this.#shape.patch * this.#partRows;
  }

  pixel(i: number, row: number, col: number): number {
    return this.position(i, row, col) + this.margin;
  }

  position(i: number, row: number, col: number): number {
    return row * this.#line + i * this.#across + col;
  }

  get margin(): number {
    return this.#shape.pad * (this.#line + 1);
  }

  scratchLength(): number {
    return 0;
  }

  convolve(programs: Programs, [images, channels]: Rows, filters: Real, [out, outputs]: Rows): void {
    const blocks = split(filters, this.#shape.patch);
    const strides = [this.#shape.patch * channels, outputs, this.#shape.patch * outputs] as const;
    this.#pieces(images, channels, outputs, (lines, result, sizes) => {
      blocks.forEach((block, line) => {
        programs.product([lines(line), block, out.subarray(result)], sizes, { add: line > 0, strides });
      });
    });
  }

  correlate(programs: Programs, [images, channels]: Rows, [delta, outputs]: Rows, filters: Real): void {
    const blocks = split(filters, this.#shape.patch);
    const strides = [this.#shape.patch * channels, this.#shape.patch * outputs, outputs] as const;
    this.#pieces(images, channels, outputs, (lines, result, [m, n, k], first) => {
      blocks.forEach((block, line) => {
        const options = { transA: true, add: !first, strides };
        programs.product([lines(line), delta.subarray(result), block], [k, n, m], options);
      });
    });
  }

  /**
   * The products of a convolution, a piece of a part at a time: its patches' row `line` is `lines(line)`, its place in
   * a result begins at `result`; sizes are its rows, outputs and `patch · channels`.
   */
  #pieces(
    images: Real,
    channels: number,
    outputs: number,
    visit: (
      lines: (line: number) => Real,
      result: number,
      sizes: readonly [number, number, number],
      first: boolean,
    ) => void,
  ): void {
    const { patch } = this.#shape;
    const cols = patch * channels;
    const most = Math.floor(IN_PLACE / (cols * outputs));
    const count = most < LEAST_ROWS ? 1 : Math.ceil(this.#partRows / most);
    const at = (piece: number): number => Math.floor((piece * this.#partRows) / count);
    for (let part = 0; part < patch; part++) {
      for (let piece = 0; piece < count; piece++) {
        const start = part * channels + at(piece) * cols;
        const lines = (line: number): Real => images.subarray(start + line * this.#line * channels);
        const result = (part + at(piece) * patch) * outputs;
        visit(lines, result, [at(piece + 1) - at(piece), outputs, cols], part + piece === 0);
      }
    }
  }
}

/** Views of `count` equal parts. */
function split(data: Real, count: number): Real[] {
  const size = data.length / count;
  return Array.from({ length: count }, (_, i) => data.subarray(i * size, (i + 1) * size));
}
