import { Programs } from '../../elementwise/programs.js';
import type { Places } from './conv-products.js';
import type { ConvShape } from './patch-rows.js';

// Numbers of a transformed tile a channel, and the side of a tile of the output.
const PLANES = 36;
const SIDE = 4;
// Tiles from which on fewer products are worth the transforms, of filters above all.
const LEAST_TILES = 64;
// Transformed tiles of a group, both before and after the products, stay in the second-level cache.
const GROUP_FLOATS = 600_000;
// Products are fastest where their rows come in such numbers.
const ROWS = 32;
// Scratch of a call of a kernel, besides a pixel: see lib/assembly/winograd.ts.
const CALL_FLOATS = 256;
// Programs that threads share: the sums of each are its own, so that no result depends on the number of threads.
const PROGRAMS = 8;
// Planes one after another would all begin in the same set of the first-level cache.
const GAP = 16;

/** Whether tiles do for this convolution: many, of filters 3 x 3 that move by one pixel, and outputs in vectors of four. */
export function winogradFits(shape: ConvShape, outChannels: number): boolean {
  const { filterHeight, filterWidth, stride, dilation, spread, channels, n, outHeight, outWidth } = shape;
  const plain = [...stride, ...dilation, ...spread].every((step) => step === 1);
  const vectors = channels > 0 && outChannels > 0 && outChannels % 4 === 0;
  const tiles = n * Math.ceil(outHeight / SIDE) * Math.ceil(outWidth / SIDE);
  return filterHeight === 3 && filterWidth === 3 && plain && vectors && tiles >= LEAST_TILES;
}

/** How the tiles of a convolution are shared out, and what scratch that takes. */
class Plan {
  /** Tiles down and across an image, and in all. */
  readonly down: number;
  readonly across: number;
  readonly tiles: number;
  /** Tiles that are transformed and multiplied at once. */
  readonly group: number;
  readonly groups: number;
  /** Programs; each has its own part of the scratch. */
  readonly count: number;
  /** Channels as whole vectors hold them. */
  readonly channels: number;
  /** Floats from plane to plane. */
  readonly inPlane: number;
  readonly outPlane: number;
  readonly filterPlane: number;
  /** How lib/assembly/winograd.ts wants the sizes of filters. */
  readonly filterSizes: readonly [number, number];
  /** Scratch of a call, and of a program without filters. */
  readonly call: number;
  readonly each: number;

  constructor({ n, outHeight, outWidth, channels }: ConvShape, outChannels: number) {
    [this.down, this.across] = [Math.ceil(outHeight / SIDE), Math.ceil(outWidth / SIDE)];
    this.tiles = n * this.down * this.across;
    this.channels = 4 * Math.ceil(channels / 4);
    const most = Math.floor(GROUP_FLOATS / (PLANES * (this.channels + outChannels)));
    this.group = ROWS * Math.max(1, Math.floor(most / ROWS));
    this.groups = Math.ceil(this.tiles / this.group);
    this.count = Math.min(PROGRAMS, this.groups);
    [this.inPlane, this.outPlane] = [this.channels, outChannels].map((size) => this.group * size + GAP);
    this.filterPlane = this.channels * outChannels + GAP;
    this.filterSizes = [4 * channels * outChannels, 4 * this.filterPlane];
    this.call = CALL_FLOATS + 16 * Math.ceil((Math.max(channels, outChannels) + 4) / 16);
    this.each = this.call + PLANES * (this.inPlane + this.outPlane);
  }

  /** The scratch of a program from `own` on: that of a call, and the transformed tiles of X and of Y or its gradient. */
  scratch(memory: Float32Array, own: number): Record<'scratch' | 'data' | 'images', Float32Array> {
    const [scratch, data, images] = [0, this.call, this.call + PLANES * this.inPlane].map((from) =>
      memory.subarray(own + from),
    );
    return { scratch, data, images };
  }

  /** Calls `visit` for the groups of the program p. */
  eachGroup(p: number, visit: (first: number, count: number) => void): void {
    const [from, to] = [p, p + 1].map((share) => Math.floor((share * this.groups) / this.count));
    for (let g = from; g < to; g++) {
      const first = g * this.group;
      visit(first, Math.min(this.group, this.tiles - first));
    }
  }
}

/** Floats that `winogradConvolve` needs beside its arrays. */
export function winogradConvolveScratch(shape: ConvShape, outChannels: number): number {
  const { call, each, count, filterPlane } = new Plan(shape, outChannels);
  return call + PLANES * filterPlane + count * each;
}

/** Floats that `winogradFilterGradient` needs beside its arrays. */
export function winogradFilterScratch(shape: ConvShape, outChannels: number): number {
  const { call, each, count, filterPlane } = new Plan(shape, outChannels);
  return call + count * (each + PLANES * filterPlane);
}

/**
 * Y = Aᵀ[(G F Gᵀ) ⊙ (Bᵀ X B)]A tile by tile, X * F by a quarter of its products (Lavin and Gray 2016); all arrays lie in the
 * memory that is attached to the pool. Errors are three to five times those of products with patches: 1e-6 of the root mean
 * square of Y. A NaN spoils the tiles of 4 x 4 pixels that it is in.
 */
export function winogradConvolve(
  memory: Float32Array,
  shape: ConvShape,
  outChannels: number,
  at: Places,
): void {
  const plan = new Plan(shape, outChannels);
  const { outHeight, outWidth } = shape;
  const [x, y, filter, call] = [at.x, at.y, at.filter, at.scratch].map((place) => memory.subarray(place));
  const filters = memory.subarray(at.scratch + plan.call);
  run((programs) => {
    programs.kernel('winogradFilter', [filter, filters, call], plan.filterSizes);
    programs.end();
  });
  run((programs) => {
    for (let p = 0; p < plan.count; p++) {
      const own = at.scratch + plan.call + PLANES * plan.filterPlane + p * plan.each;
      const { scratch, data, images: result } = plan.scratch(memory, own);
      plan.eachGroup(p, (first, count) => {
        const tiles = [plan.down, plan.across, first, count];
        programs.kernel('winogradData', [x, data, scratch], dataParams(shape, plan, tiles));
        programs.product([data, filters, result], [count, outChannels, plan.channels], {
          times: PLANES,
          steps: [plan.inPlane, plan.filterPlane, plan.outPlane],
        });
        const params = [outHeight, outWidth, outChannels, ...tiles, 4 * plan.outPlane];
        programs.kernel('winogradResult', [result, y, scratch], params);
      });
      programs.end();
    }
  });
}

/** ∂L/∂F = Gᵀ[Σ (Bᵀ X B) ⊙ (A ∂L/∂Y Aᵀ)]G into the place of the filter, which is the adjoint of `winogradConvolve` by F. */
export function winogradFilterGradient(
  memory: Float32Array,
  shape: ConvShape,
  outChannels: number,
  at: Places,
): void {
  const plan = new Plan(shape, outChannels);
  const { outHeight, outWidth } = shape;
  const [x, dy, filter, call] = [at.x, at.y, at.filter, at.scratch].map((place) => memory.subarray(place));
  const size = PLANES * plan.filterPlane;
  const filters = at.scratch + plan.call;
  run((programs) => {
    for (let p = 0; p < plan.count; p++) {
      const own = filters + plan.count * size + p * plan.each;
      const { scratch, data, images: gradient } = plan.scratch(memory, own);
      let add = false;
      plan.eachGroup(p, (first, count) => {
        const tiles = [plan.down, plan.across, first, count];
        programs.kernel('winogradData', [x, data, scratch], dataParams(shape, plan, tiles));
        const params = [outHeight, outWidth, outChannels, ...tiles, 4 * plan.outPlane];
        programs.kernel('winogradGradient', [dy, gradient, scratch], params);
        const sums = memory.subarray(filters + p * size);
        programs.product([data, gradient, sums], [plan.channels, outChannels, count], {
          transA: true,
          add,
          times: PLANES,
          steps: [plan.inPlane, plan.outPlane, plan.filterPlane],
        });
        add = true;
      });
      programs.end();
    }
  });
  run((programs) => {
    const params = [...plan.filterSizes, plan.count];
    programs.kernel('winogradFilterBack', [memory.subarray(filters), filter, call], params);
    programs.end();
  });
}

function dataParams({ height, width, channels, pad }: ConvShape, plan: Plan, tiles: number[]): number[] {
  return [height, width, channels, ...pad, ...tiles, 4 * plan.inPlane];
}

function run(write: (programs: Programs) => void): void {
  const programs = new Programs('float32', true);
  write(programs);
  programs.run();
  programs.free();
}
