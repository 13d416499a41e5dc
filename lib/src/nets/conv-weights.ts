import type { Programs } from '../elementwise/programs.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import type { HeapArrays } from './heap-arrays.js';
import { WinogradFilters } from './winograd-filters.js';

/** The weights of a layer as its `ConvLayout` takes them, and the parts of their gradient. */
export class ConvWeights {
  /** `(patch, patch, channels, filters)` as `pack` leaves them; of tiles their planes, as `transform` leaves these. */
  readonly filters: Real;
  /** The same of the patch turned by half a circle, in- and outputs exchanged: `(patch, patch, filters, channels)`. */
  readonly turned: Real;
  readonly channels: number;
  readonly #weight: Matrix;
  readonly #packed: Real;
  readonly #packedTurned: Real;
  readonly #arrays: HeapArrays;
  readonly #patch: number;
  /** Of tiles: how `filters` and `turned` come from what is packed. */
  readonly #transforms: { filters: WinogradFilters; turned: WinogradFilters } | undefined;
  #parts: Matrix | undefined;
  #sum: Real | undefined;

  constructor(weight: Matrix, { patch, tiled }: { patch: number; tiled: boolean }, arrays: HeapArrays) {
    const [filters, size] = [weight.rows, weight.data.length];
    const channels = weight.cols / patch ** 2;
    this.channels = channels;
    this.#weight = weight;
    this.#arrays = arrays;
    this.#patch = patch;
    this.#packed = arrays.reals(size);
    this.#packedTurned = arrays.reals(size);
    if (tiled) {
      const own = new WinogradFilters(channels, filters);
      const turned = new WinogradFilters(filters, channels);
      this.#transforms = { filters: own, turned };
      [this.filters, this.turned] = [arrays.reals(own.floats), arrays.reals(turned.floats)];
    } else {
      [this.filters, this.turned] = [this.#packed, this.#packedTurned];
    }
  }

  /** Takes the weights as they are now. */
  pack(): void {
    const { data, rows: filters } = this.#weight;
    const [channels, area] = [this.channels, this.#patch ** 2];
    const [packed, turned] = [this.#packed, this.#packedTurned];
    for (let p = 0, k = 0; p < area; p++) {
      for (let c = 0; c < channels; c++) {
        const from = c * area + p;
        for (let f = 0; f < filters; f++, k++) packed[k] = data[f * channels * area + from];
      }
    }
    for (let p = area - 1, k = 0; p >= 0; p--) {
      for (let f = 0; f < filters; f++) {
        const from = f * channels * area + p;
        for (let c = 0; c < channels; c++, k++) turned[k] = data[from + c * area];
      }
    }
  }

  /** Appends programs that bring what was packed into `filters`, or into `turned`, where these are others. */
  transform(programs: Programs, which: 'filters' | 'turned'): void {
    if (this.#transforms === undefined) return;
    const packed = which === 'filters' ? this.#packed : this.#packedTurned;
    const scratch = this.#arrays.scratch(WinogradFilters.scratch);
    this.#transforms[which].transform(programs, packed, this[which], scratch);
    programs.end();
  }

  /** Storage for the gradient's part p of `count`, as `filters`. */
  gradientPart(p: number, count: number): Real {
    this.#parts ??= this.#arrays.matrix(count, this.filters.length);
    return this.#parts.row(p);
  }

  /** Appends the sum of the gradient's parts. */
  sumGradient(programs: Programs): void {
    this.#sum = this.#arrays.scratch(this.#weight.data.length);
    const parts = this.#parts!;
    if (this.#transforms === undefined) {
      sumRows(programs, parts, this.#sum, this.#arrays);
      return;
    }
    const scratch = this.#arrays.scratch(WinogradFilters.scratch);
    this.#transforms.filters.transformBack(programs, parts.data, this.#sum, scratch, parts.rows);
  }

  /** The sum, into `out` as W. */
  gradient(out: Matrix): void {
    const sum = this.#sum!;
    const [channels, area] = [this.channels, this.#patch ** 2];
    const { data, rows: filters } = out;
    for (let f = 0, k = 0; f < filters; f++) {
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < area; p++, k++) data[k] = sum[(p * channels + c) * filters + f];
      }
    }
  }
}

/** Appends the sum of parts as rows. */
export function sumRows(programs: Programs, parts: Matrix, sum: Real, arrays: HeapArrays): void {
  const { rows, cols, data } = parts;
  programs.product([arrays.reals(rows).fill(1), data, sum], [1, cols, rows]);
}
