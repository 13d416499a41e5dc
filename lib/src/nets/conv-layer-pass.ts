import type { Programs } from '../elementwise/programs.js';
import type { ImageShape } from '../kernels/image-patches.js';
import type { Real } from '../linalg/matrix.js';
import { ConvGrid } from './conv-grid.js';
import type { ConvLayer } from './conv-net.js';
import type { ConvWeights } from './conv-weights.js';
import type { HeapArrays } from './heap-arrays.js';

/** Pixels: pixel p is the row `at[p]` of `data`. */
export interface Pixels {
  data: Real;
  at: Int32Array;
}

/** How lib/assembly/nets.ts calls the ways of pooling. */
const POOLS = { none: 0, average: 1, max: 2 };

/** Where the pixels of n images are in a layer: the same for all parts of a pass that have as many. */
export class ConvPlaces {
  readonly grid: ConvGrid;
  /** Of the way back: a convolution is transposed by one of its results with the patch turned, the rest of it around them. */
  readonly back: ConvGrid;
  /** Pixels of the input in the images, and in the gradient by them. */
  readonly pixels: Int32Array;
  readonly positions: Int32Array;
  /** Per pixel after pooling the rows of z that go into it, one or four, and the rows of the images of the way back there. */
  readonly from: Int32Array;
  readonly under: Int32Array;

  constructor(
    { patch, pool }: ConvLayer,
    { n, before, after, pad }: { n: number; before: ImageShape; after: ImageShape; pad: number },
    arrays: HeapArrays,
  ) {
    const grid = new ConvGrid({ n, height: before.height, width: before.width, pad, patch });
    const back = new ConvGrid({ n, height: grid.height, width: grid.width, pad: patch - 1 - pad, patch });
    [this.grid, this.back] = [grid, back];
    const side = pool === undefined ? 1 : 2;
    const integers = ({ height, width }: ImageShape, each: number): Int32Array =>
      arrays.integers(n * height * width * each);
    [this.pixels, this.positions] = [integers(before, 1), integers(before, 1)];
    [this.from, this.under] = [integers(after, side ** 2), integers(after, side ** 2)];
    let at = 0;
    eachPixel(n, before, (i, row, col) => {
      this.pixels[at] = grid.pixel(i, row, col);
      this.positions[at++] = back.position(i, row, col);
    });
    at = 0;
    eachPixel(n, after, (i, row, col) => {
      for (let r = 0; r < side; r++) {
        for (let c = 0; c < side; c++, at++) {
          const [y, x] = [side * row + r, side * col + c];
          this.from[at] = grid.position(i, y, x);
          this.under[at] = back.pixel(i, y, x);
        }
      }
    });
  }
}

/** One layer of a `ConvPass` for some images: the steps through a convolution, a ReLU and pooling, and back. */
export class ConvLayerPass {
  /** Where its input goes. */
  readonly input: Pixels;
  readonly #layer: ConvLayer;
  readonly #weights: ConvWeights;
  readonly #places: ConvPlaces;
  readonly #channels: number;
  readonly #arrays: HeapArrays;
  readonly #z: Real;
  /** What only the way back needs. */
  #back: { delta: Real; deltaImages: Real; input: Pixels } | undefined;

  constructor(layer: ConvLayer, weights: ConvWeights, places: ConvPlaces, arrays: HeapArrays) {
    [this.#layer, this.#weights, this.#places, this.#arrays] = [layer, weights, places, arrays];
    this.#channels = weights.channels;
    const { imageRows, resultRows } = places.grid;
    this.input = { data: arrays.reals(imageRows * this.#channels), at: places.pixels };
    this.#z = arrays.scratch(resultRows * layer.filters);
  }

  /** Appends the activations after pooling, into `out`. */
  forward(programs: Programs, out: Pixels): void {
    const { filters } = this.#layer;
    const input = [this.input.data, this.#channels] as const;
    this.#places.grid.convolve(programs, input, this.#weights.lines, [this.#z, filters]);
    programs.kernel('convRelu', [this.#z, this.#places.from, out.data, out.at], this.#sizes(out));
  }

  /** Appends ∂L/∂z from the gradient by the activations. `lowest`: nothing asks for the gradient by the input. */
  backward(programs: Programs, gradient: Pixels, lowest: boolean): void {
    const { delta, deltaImages } = this.#way(lowest);
    const arrays = [
      this.#z,
      this.#places.from,
      gradient.data,
      gradient.at,
      delta,
      deltaImages,
      this.#places.under,
    ];
    programs.kernel('convReluBack', arrays, this.#sizes(gradient));
  }

  /** Appends ∂L/∂(input) after `backward`. */
  inputGradient(programs: Programs): Pixels {
    const { deltaImages, input } = this.#way(false);
    const delta = [deltaImages, this.#layer.filters] as const;
    this.#places.back.convolve(programs, delta, this.#weights.turned, [input.data, this.#channels]);
    return input;
  }

  /** Appends ∂L/∂W after `backward`, into `lines` as those of `ConvWeights`. */
  weightGradient(programs: Programs, lines: readonly Real[]): void {
    const input = [this.input.data, this.#channels] as const;
    this.#places.grid.correlate(programs, input, [this.#back!.delta, this.#layer.filters], lines);
  }

  /** Appends Σ δδᵀ after `backward`, added to `sum` `(filters, filters)`. */
  outputProducts(programs: Programs, sum: Real): void {
    const { delta } = this.#back!;
    const { filters } = this.#layer;
    const sizes = [filters, filters, this.#places.grid.resultRows];
    programs.product([delta, delta, sum], sizes, { transA: true, add: true });
  }

  #sizes({ at }: Pixels): number[] {
    return [this.#layer.filters, at.length, POOLS[this.#layer.pool ?? 'none']];
  }

  #way(lowest: boolean): { delta: Real; deltaImages: Real; input: Pixels } {
    const { grid, back, positions } = this.#places;
    const { filters } = this.#layer;
    return (this.#back ??= {
      // In rows where there is no position it stays 0.
      delta: this.#arrays.reals(grid.resultRows * filters),
      // Address 0 stands for images that nothing asks for.
      deltaImages: lowest ? new Float64Array(0) : this.#arrays.reals(back.imageRows * filters),
      input: {
        data: this.#arrays.scratch(lowest ? 0 : back.resultRows * this.#channels),
        at: positions,
      },
    });
  }
}

/** Calls `use` for the pixels of n images in order. */
function eachPixel(
  n: number,
  { height, width }: ImageShape,
  use: (i: number, row: number, col: number) => void,
): void {
  for (let i = 0; i < n; i++) {
    for (let row = 0; row < height; row++) {
      for (let col = 0; col < width; col++) use(i, row, col);
    }
  }
}
