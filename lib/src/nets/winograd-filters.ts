import type { Programs } from '../elementwise/programs.js';
import type { Real } from '../linalg/matrix.js';

/** Numbers of a transformed tile, and of a transformed filter, of a pair of channels. */
export const PLANES = 36;

/** Floats between planes: one after another they would all begin in the same set of the first-level cache. */
export const PLANE_GAP = 16;

/** Filters F `(3, 3, channels, outChannels)` as G F Gᵀ, in 36 planes `(channels, outChannels)`; float32. */
export class WinogradFilters {
  /** Floats of scratch of each call here. */
  static readonly scratch = 96;
  /** Channels as whole vectors hold them. */
  readonly channels: number;
  /** Floats from plane to plane, and of all planes. */
  readonly plane: number;
  readonly floats: number;
  /** How lib/assembly/winograd.ts wants the sizes. */
  readonly #sizes: readonly [number, number];

  constructor(channels: number, outChannels: number) {
    this.channels = 4 * Math.ceil(channels / 4);
    this.plane = this.channels * outChannels + PLANE_GAP;
    this.floats = PLANES * this.plane;
    this.#sizes = [4 * channels * outChannels, 4 * this.plane];
  }

  /** Appends G F Gᵀ. */
  transform(programs: Programs, filter: Real, transformed: Real, scratch: Real): void {
    programs.kernel('winogradFilter', [filter, transformed, scratch], this.#sizes);
  }

  /** Appends F = Gᵀ[Σ U]G of `count` arrays U one after another: the adjoint of `transform`. */
  transformBack(programs: Programs, sums: Real, filter: Real, scratch: Real, count: number): void {
    programs.kernel('winogradFilterBack', [sums, filter, scratch], [...this.#sizes, count]);
  }
}
