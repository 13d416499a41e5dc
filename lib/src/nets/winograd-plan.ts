import type { Programs } from '../elementwise/programs.js';
import type { Real } from '../linalg/matrix.js';

// Numbers of a transformed tile a channel, and the side of a tile of the output.
const PLANES = 36;
const SIDE = 4;
// Transformed tiles of a group, both before and after the products, stay in the second-level cache.
const GROUP_FLOATS = 600_000;
// Products are fastest where their rows come in such numbers.
const ROWS = 32;
// Scratch of a call of a kernel, besides a pixel: see lib/assembly/winograd.ts.
const CALL_FLOATS = 256;
// Planes one after another would all begin in the same set of the first-level cache.
const GAP = 16;

/** A convolution of images `(n, height, width, channels)` with filters 3 x 3 that move by one pixel. */
export interface TiledShape {
  n: number;
  height: number;
  width: number;
  channels: number;
  /** Zeros above and left of the image; what is missing below and right follows from the output. */
  pad: readonly [number, number];
  outHeight: number;
  outWidth: number;
}

/** Tiles that cover n outputs of a size, down and across. */
export function tilesOf({ outHeight, outWidth }: Pick<TiledShape, 'outHeight' | 'outWidth'>): [number, number] {
  return [Math.ceil(outHeight / SIDE), Math.ceil(outWidth / SIDE)];
}

/**
 * Y = Aᵀ[(G F Gᵀ) ⊙ (Bᵀ X B)]A tile by tile, X * F by a quarter of its products (Lavin and Gray 2016), as steps of programs in
 * single precision; Y has a multiple of four channels. Errors are three to five times those of products with patches: 1e-6 of
 * the root mean square of Y. A NaN spoils the tiles of 4 x 4 pixels that it is in.
 *
 * Tiles are transformed and multiplied a group at a time.
 */
export class WinogradPlan {
  readonly groups: number;
  /** Floats of transformed filters. */
  readonly filterFloats: number;
  /** Floats of scratch of a program. */
  readonly scratchFloats: number;
  readonly #shape: TiledShape;
  readonly #outChannels: number;
  readonly #down: number;
  readonly #across: number;
  readonly #tiles: number;
  readonly #group: number;
  /** Channels as whole vectors hold them. */
  readonly #channels: number;
  /** Floats from plane to plane. */
  readonly #inPlane: number;
  readonly #outPlane: number;
  readonly #filterPlane: number;
  /** Scratch of a call. */
  readonly #call: number;

  constructor(shape: TiledShape, outChannels: number) {
    const { n, channels } = shape;
    [this.#shape, this.#outChannels] = [shape, outChannels];
    [this.#down, this.#across] = tilesOf(shape);
    this.#tiles = n * this.#down * this.#across;
    this.#channels = 4 * Math.ceil(channels / 4);
    const most = Math.floor(GROUP_FLOATS / (PLANES * (this.#channels + outChannels)));
    this.#group = Math.min(this.#tiles, ROWS * Math.max(1, Math.floor(most / ROWS)));
    this.groups = Math.ceil(this.#tiles / this.#group);
    [this.#inPlane, this.#outPlane] = [this.#channels, outChannels].map((size) => this.#group * size + GAP);
    this.#filterPlane = this.#channels * outChannels + GAP;
    this.filterFloats = PLANES * this.#filterPlane;
    this.#call = CALL_FLOATS + 16 * Math.ceil((Math.max(channels, outChannels) + 4) / 16);
    this.scratchFloats = this.#call + PLANES * (this.#inPlane + this.#outPlane);
  }

  /** Appends G F Gᵀ; F `(3, 3, channels, outChannels)`. */
  transform(programs: Programs, filter: Real, transformed: Real, scratch: Real): void {
    programs.kernel('winogradFilter', [filter, transformed, scratch], this.#filterSizes);
  }

  /** Appends Y of the tiles of groups `from` to `to`; `filters` as `transform` leaves them. */
  convolve(
    programs: Programs,
    { x, filters, y }: Record<'x' | 'filters' | 'y', Real>,
    scratch: Real,
    [from, to]: readonly [number, number] = [0, this.groups],
  ): void {
    const [data, result] = this.#parts(scratch);
    this.#eachGroup(from, to, (tiles, count) => {
      this.#data(programs, x, data, scratch, tiles);
      programs.product([data, filters, result], [count, this.#outChannels, this.#channels], {
        times: PLANES,
        steps: [this.#inPlane, this.#filterPlane, this.#outPlane],
      });
      programs.kernel('winogradResult', [result, y, scratch], this.#outParams(tiles));
    });
  }

  /** Appends Σ (Bᵀ X B) ⊙ (A ∂L/∂Y Aᵀ) of the tiles of groups `from` to `to`, into `sums` as transformed filters are. */
  correlate(
    programs: Programs,
    { x, gradient, sums }: Record<'x' | 'gradient' | 'sums', Real>,
    scratch: Real,
    [from, to]: readonly [number, number] = [0, this.groups],
  ): void {
    const [data, moved] = this.#parts(scratch);
    let add = false;
    this.#eachGroup(from, to, (tiles, count) => {
      this.#data(programs, x, data, scratch, tiles);
      programs.kernel('winogradGradient', [gradient, moved, scratch], this.#outParams(tiles));
      programs.product([data, moved, sums], [this.#channels, this.#outChannels, count], {
        transA: true,
        add,
        times: PLANES,
        steps: [this.#inPlane, this.#outPlane, this.#filterPlane],
      });
      add = true;
    });
  }

  /** Appends ∂L/∂F = Gᵀ[Σ sums]G of `count` sums one after another, the adjoint of `transform` and `convolve` by F. */
  gradient(programs: Programs, sums: Real, filter: Real, scratch: Real, count: number): void {
    programs.kernel('winogradFilterBack', [sums, filter, scratch], [...this.#filterSizes, count]);
  }

  /** How lib/assembly/winograd.ts wants the sizes of filters. */
  get #filterSizes(): [number, number] {
    return [4 * this.#shape.channels * this.#outChannels, 4 * this.#filterPlane];
  }

  /** The transformed tiles of X and of Y or its gradient, which lie behind the scratch of a call. */
  #parts(scratch: Real): Real[] {
    return [this.#call, this.#call + PLANES * this.#inPlane].map((from) => scratch.subarray(from));
  }

  #eachGroup(from: number, to: number, visit: (tiles: readonly number[], count: number) => void): void {
    for (let g = from; g < to; g++) {
      const first = g * this.#group;
      const count = Math.min(this.#group, this.#tiles - first);
      visit([this.#down, this.#across, first, count], count);
    }
  }

  #data(programs: Programs, x: Real, data: Real, scratch: Real, tiles: readonly number[]): void {
    const { height, width, channels, pad } = this.#shape;
    const params = [height, width, channels, ...pad, ...tiles, 4 * this.#inPlane];
    programs.kernel('winogradData', [x, data, scratch], params);
  }

  #outParams(tiles: readonly number[]): number[] {
    const { outHeight, outWidth } = this.#shape;
    return [outHeight, outWidth, this.#outChannels, ...tiles, 4 * this.#outPlane];
  }
}
