import type { Programs } from '../elementwise/programs.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import type { HeapArrays } from './heap-arrays.js';

/** The weights of a layer as `ConvGrid` takes them, and the parts of their gradient. */
export class ConvWeights {
  /** Line by line of the patch, `(patch · channels, filters)` each. */
  readonly lines: Real[];
  /** The same of the patch turned by half a circle, in- and outputs exchanged: `(patch · filters, channels)`. */
  readonly turned: Real[];
  readonly channels: number;
  readonly #weight: Matrix;
  readonly #packed: Real;
  readonly #packedTurned: Real;
  /** Where each weight of W stands in `lines` and in `turned`. */
  readonly #places: Int32Array;
  readonly #turnedPlaces: Int32Array;
  readonly #arrays: HeapArrays;
  readonly #patch: number;
  #parts: Matrix | undefined;
  #sum: Real | undefined;

  constructor(weight: Matrix, patch: number, arrays: HeapArrays) {
    const [filters, size] = [weight.rows, weight.data.length];
    const [area, channels] = [patch ** 2, weight.cols / patch ** 2];
    this.channels = channels;
    this.#weight = weight;
    this.#arrays = arrays;
    this.#patch = patch;
    this.#packed = arrays.reals(size);
    this.#packedTurned = arrays.reals(size);
    this.lines = split(this.#packed, patch);
    this.turned = split(this.#packedTurned, patch);
    this.#places = new Int32Array(size);
    this.#turnedPlaces = new Int32Array(size);
    let w = 0;
    for (let f = 0; f < filters; f++) {
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < area; p++, w++) {
          this.#places[w] = (p * channels + c) * filters + f;
          this.#turnedPlaces[w] = ((area - 1 - p) * filters + f) * channels + c;
        }
      }
    }
  }

  /** Takes the weights as they are now. */
  pack(): void {
    const { data } = this.#weight;
    for (let w = 0; w < data.length; w++) {
      this.#packed[this.#places[w]] = data[w];
      this.#packedTurned[this.#turnedPlaces[w]] = data[w];
    }
  }

  /** Storage for the gradient's part p of `count`, as `lines`. */
  gradientPart(p: number, count: number): Real[] {
    this.#parts ??= this.#arrays.matrix(count, this.#weight.data.length);
    return split(this.#parts.row(p), this.#patch);
  }

  /** Appends the sum of the gradient's parts. */
  sumGradient(programs: Programs): void {
    this.#sum = this.#arrays.scratch(this.#weight.data.length);
    sumRows(programs, this.#parts!, this.#sum, this.#arrays);
  }

  /** The sum, into `out` as W. */
  gradient(out: Matrix): void {
    const sum = this.#sum!;
    for (let w = 0; w < sum.length; w++) out.data[w] = sum[this.#places[w]];
  }
}

/** Appends the sum of parts as rows. */
export function sumRows(programs: Programs, parts: Matrix, sum: Real, arrays: HeapArrays): void {
  const { rows, cols, data } = parts;
  programs.product([arrays.reals(rows).fill(1), data, sum], [1, cols, rows]);
}

/** Views of `count` equal parts. */
function split(data: Real, count: number): Real[] {
  const size = data.length / count;
  return Array.from({ length: count }, (_, i) => data.subarray(i * size, (i + 1) * size));
}
