import type { Programs } from '../elementwise/programs.js';
import type { Real } from '../linalg/matrix.js';

/** A stack of n images of `height` x `width` pixels, and `pad` zeros around each. */
export interface StackShape {
  n: number;
  height: number;
  width: number;
  pad: number;
}

/** Rows of pixels or of positions, `channels` numbers each. */
export type Rows = readonly [data: Real, channels: number];

/** Where pixels and results of a convolution of a stack of images stand, and its steps. */
export interface ConvLayout {
  /** Positions of the patch. */
  readonly height: number;
  readonly width: number;
  /** Rows of stored images. */
  readonly imageRows: number;
  /** Rows of a result. */
  readonly resultRows: number;
  /** Whether pixels and results stand in the order image, row, column. */
  readonly inOrder: boolean;
  /** Rows from a position to the pixel of the same row and column. */
  readonly margin: number;
  /** Row in `images` of the pixel (row, column) of image i. */
  pixel(i: number, row: number, col: number): number;
  /** Row in a result of the patch at the position (row, column) of image i. */
  position(i: number, row: number, col: number): number;
  /** Numbers of scratch that the steps of one thread need. */
  scratchLength(channels: number, outputs: number): number;
  /**
   * Appends Σ over the patch of images times `filters`, `(patch, patch, channels, outputs)` or what the layout takes
   * for them; with `relu`, for layouts that are `inOrder` only, the positive part of it.
   */
  convolve(programs: Programs, images: Rows, filters: Real, out: Rows, scratch: Real, relu?: boolean): void;
  /** Appends Σ over pixels of the patches of images and delta, a result: the gradient by `filters`, into them. */
  correlate(programs: Programs, images: Rows, delta: Rows, filters: Real, scratch: Real): void;
}
