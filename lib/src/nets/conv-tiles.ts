import type { Programs } from '../elementwise/programs.js';
import type { Precision, Real } from '../linalg/matrix.js';
import type { ConvLayout, Rows, StackShape } from './conv-layout.js';
import { tilesOf, WinogradPlan } from './winograd-plan.js';

const PATCH = 3;
// Fewer channels make products too thin for what the transforms cost, and so do fewer tiles.
const LEAST_CHANNELS = 32;
const LEAST_TILES = 16;
// Pixels of tiles, 16 each, beside those of the image that they cover.
const MOST_WASTE = 2;

/** A layer of which n images are seen at once. */
export interface TiledLayer {
  n: number;
  height: number;
  width: number;
  pad: number;
  patch: number;
  channels: number;
  filters: number;
  precision: Precision;
}

/** Whether tiles are quicker than shifted products for a layer and its gradients. */
export function tilesFit({
  n,
  height,
  width,
  pad,
  patch,
  channels,
  filters,
  precision,
}: TiledLayer): boolean {
  const [outHeight, outWidth] = [height, width].map((side) => side + 2 * pad - PATCH + 1);
  const [down, across] = tilesOf({ outHeight, outWidth });
  return (
    precision === 'float32' &&
    patch === PATCH &&
    [channels, filters].every((count) => count >= LEAST_CHANNELS && count % 4 === 0) &&
    n * down * across >= LEAST_TILES &&
    16 * down * across <= MOST_WASTE * outHeight * outWidth
  );
}

/**
 * Images one after another, row by row, and convolutions of them with patches 3 x 3 by the minimal products of
 * `WinogradPlan`; single precision. Filters are planes as `WinogradFilters` makes them.
 */
export class ConvTiles implements ConvLayout {
  readonly height: number;
  readonly width: number;
  readonly inOrder = true;
  readonly margin = 0;
  readonly #shape: StackShape;

  constructor(shape: StackShape) {
    this.#shape = shape;
    [this.height, this.width] = [shape.height, shape.width].map((side) => side + 2 * shape.pad - PATCH + 1);
  }

  get imageRows(): number {
    const { n, height, width } = this.#shape;
    return n * height * width;
  }

  get resultRows(): number {
    return this.#shape.n * this.height * this.width;
  }

  pixel(i: number, row: number, col: number): number {
    const { height, width } = this.#shape;
    return (i * height + row) * width + col;
  }

  position(i: number, row: number, col: number): number {
    return (i * this.height + row) * this.width + col;
  }

  scratchLength(channels: number, outputs: number): number {
    return this.#plan(channels, outputs).scratchFloats;
  }

  convolve(
    programs: Programs,
    [x, channels]: Rows,
    filters: Real,
    [y, outputs]: Rows,
    scratch: Real,
    relu?: boolean,
  ): void {
    this.#plan(channels, outputs).convolve(programs, { x, filters, y }, scratch, { relu });
  }

  correlate(
    programs: Programs,
    [x, channels]: Rows,
    [gradient, outputs]: Rows,
    sums: Real,
    scratch: Real,
  ): void {
    this.#plan(channels, outputs).correlate(programs, { x, gradient, sums }, scratch);
  }

  #plan(channels: number, outputs: number): WinogradPlan {
    const { n, height, width, pad } = this.#shape;
    const shape = { n, height, width, channels, pad: [pad, pad] as const };
    return new WinogradPlan({ ...shape, outHeight: this.height, outWidth: this.width }, outputs);
  }
}
