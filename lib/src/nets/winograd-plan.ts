import type { Programs } from '../elementwise/programs.js';
import type { Real } from '../linalg/matrix.js';
import { PLANE_GAP, PLANES, WinogradFilters } from './winograd-filters.js';

// Side of a tile of the output.
const SIDE = 4;
// Transformed tiles of a group, both before and after the products, stay in the second-level cache.
const GROUP_FLOATS = 600_000;
// Products are fastest where their rows come in such numbers.
const ROWS = 32;
// Scratch of a call of a kernel, besides a pixel: see lib/assembly/winograd.ts.
const CALL_FLOATS = 256;

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

/** Tiles that cover an output of this size, down and across. */
export function tilesOf({
  outHeight,
  outWidth,
}: Pick<TiledShape, 'outHeight' | 'outWidth'>): [number, number] {
  return [Math.ceil(outHeight / SIDE), Math.ceil(outWidth / SIDE)];
}

/**
 * Y = Aᵀ[(G F Gᵀ) ⊙ (Bᵀ X B)]A tile by tile, X * F by a quarter of its products (Lavin and Gray 2016), as steps of
 * programs in single precision; Y has a multiple of four channels. Errors are three to five times those of products
 * with patches: 1e-6 of the root mean square of Y. A NaN spoils the tiles of 4 x 4 pixels that it is in.
 *
 * Tiles are transformed and multiplied a group at a time.
 */
export class WinogradPlan {
  readonly filters: WinogradFilters;
  readonly groups: number;
  /** Floats of scratch of a program. */
  readonly scratchFloats: number;
  readonly #shape: TiledShape;
  readonly #outChannels: number;
  readonly #down: number;
  readonly #across: number;
  readonly #tiles: number;
  readonly #group: number;
  /** Floats from plane to plane. */
  readonly #inPlane: number;
  readonly #outPlane: number;
  /** Scratch of a call. */
  readonly #call: number;

  constructor(shape: TiledShape, outChannels: number) {
    const { n, channels } = shape;
    [this.#shape, this.#outChannels] = [shape, outChannels];
    [this.#down, this.#across] = tilesOf(shape);
    this.#tiles = n * this.#down * this.#across;
    this.filters = new WinogradFilters(channels, outChannels);
    const whole = this.filters.channels;
    const most = Math.floor(GROUP_FLOATS / (PLANES * (whole + outChannels)));
    this.#group = Math.min(this.#tiles, ROWS * Math.max(1, Math.floor(most / ROWS)));
    this.groups = Math.ceil(this.#tiles / this.#group);
    [this.#inPlane, this.#outPlane] = [whole, outChannels].map((size) => this.#group * size + PLANE_GAP);
    this.#call = CALL_FLOATS + 16 * Math.ceil((Math.max(channels, outChannels) + 4) / 16);
    this.scratchFloats = this.#call + PLANES * (this.#inPlane + this.#outPlane);
  }

  /** Appends Y, or max(Y, 0), of the tiles of groups `from` to `to`; `filters` are transformed ones. */
  convolve(
    programs: Programs,
    { x, filters, y }: Record<'x' | 'filters' | 'y', Real>,
    scratch: Real,
    { groups = [0, this.groups], relu = false }: { groups?: readonly [number, number]; relu?: boolean } = {},
  ): void {
    const [data, result] = this.#parts(scratch);
    this.#eachGroup(groups, (tiles, count) => {
      this.#data(programs, x, data, scratch, tiles);
      programs.product([data, filters, result], [count, this.#outChannels, this.filters.channels], {
        times: PLANES,
        steps: [this.#inPlane, this.filters.plane, this.#outPlane],
      });
      programs.kernel('winogradResult', [result, y, scratch], [...this.#outParams(tiles), Number(relu)]);
    });
  }

  /** Appends Σ (Bᵀ X B) ⊙ (A ∂L/∂Y Aᵀ) of the tiles of groups `from` to `to`, into `sums`, planes as of filters. */
  correlate(
    programs: Programs,
    { x, gradient, sums }: Record<'x' | 'gradient' | 'sums', Real>,
    scratch: Real,
    groups: readonly [number, number] = [0, this.groups],
  ): void {
    const [data, moved] = this.#parts(scratch);
    let add = false;
    this.#eachGroup(groups, (tiles, count) => {
      this.#data(programs, x, data, scratch, tiles);
      programs.kernel('winogradGradient', [gradient, moved, scratch], this.#outParams(tiles));
      programs.product([data, moved, sums], [this.filters.channels, this.#outChannels, count], {
        transA: true,
        add,
        times: PLANES,
        steps: [this.#inPlane, this.#outPlane, this.filters.plane],
      });
      add = true;
    });
  }

  /** The transformed tiles of X and of Y or its gradient, which lie behind the scratch of a call. */
  #parts(scratch: Real): Real[] {
    return [this.#call, this.#call + PLANES * this.#inPlane].map((from) => scratch.subarray(from));
  }

  #eachGroup(
    [from, to]: readonly [number, number],
    visit: (tiles: readonly number[], count: number) => void,
  ): void {
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
