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

/** One layer of a `ConvPass` for n images: the steps through a convolution, a ReLU and pooling, and back. */
export class ConvLayerPass {
  /** Where its input goes. */
  readonly input: Pixels;
  readonly #layer: ConvLayer;
  readonly #weights: ConvWeights;
  readonly #n: number;
  readonly #before: ImageShape;
  readonly #arrays: HeapArrays;
  readonly #grid: ConvGrid;
  readonly #z: Real;
  /** Per pixel after pooling the rows of z that go into it, one or four, and the rows of the input there. */
  readonly #from: Int32Array;
  readonly #under: Int32Array;
  /** What only the way back needs. */
  #back: { delta: Real; deltaImages: Real; input: Pixels } | undefined;

  constructor(
    layer: ConvLayer,
    weights: ConvWeights,
    { n, before, after, pad }: { n: number; before: ImageShape; after: ImageShape; pad: number },
    arrays: HeapArrays,
  ) {
    const { patch, pool, filters } = layer;
    const { channels, height, width } = before;
    const grid = new ConvGrid({ n, height, width, pad, patch });
    [this.#layer, this.#weights, this.#grid, this.#arrays] = [layer, weights, grid, arrays];
    [this.#n, this.#before] = [n, before];
    const at = this.#places((i, row, col) => grid.pixel(i, row, col));
    this.input = { data: arrays.reals(grid.imageRows * channels), at };
    this.#z = arrays.reals(grid.resultRows * filters);
    const side = pool === undefined ? 1 : 2;
    // Without padding the first patch has its centre half a patch inside.
    const first = (patch - 1) / 2 - pad;
    const cells = n * after.height * after.width;
    this.#from = arrays.integers(cells * side ** 2);
    this.#under = arrays.integers(cells * side ** 2);
    let next = 0;
    eachPixel(n, after, (i, row, col) => {
      for (let r = 0; r < side; r++) {
        for (let c = 0; c < side; c++, next++) {
          const [y, x] = [first + side * row + r, first + side * col + c];
          this.#from[next] = grid.center(i, y, x);
          this.#under[next] = grid.pixel(i, y, x);
        }
      }
    });
  }

  /** Appends the activations after pooling, into `out`. */
  forward(programs: Programs, out: Pixels): void {
    const { filters } = this.#layer;
    const input = [this.input.data, this.#before.channels] as const;
    this.#grid.convolve(programs, input, this.#weights.lines, [this.#z, filters]);
    programs.kernel('convRelu', [this.#z, this.#from, out.data, out.at], this.#sizes(out));
  }

  /** Appends ∂L/∂z from the gradient by the activations. `lowest`: nothing asks for the gradient by the input. */
  backward(programs: Programs, gradient: Pixels, lowest: boolean): void {
    const { delta, deltaImages } = this.#way(lowest);
    const arrays = [this.#z, this.#from, gradient.data, gradient.at, delta, deltaImages, this.#under];
    programs.kernel('convReluBack', arrays, this.#sizes(gradient));
  }

  /** Appends ∂L/∂(input) after `backward`. */
  inputGradient(programs: Programs): Pixels {
    const { deltaImages, input } = this.#way(false);
    const delta = [deltaImages, this.#layer.filters] as const;
    this.#grid.convolve(programs, delta, this.#weights.turned, [input.data, this.#before.channels]);
    return input;
  }

  /** Appends ∂L/∂W after `backward`, into `lines` as those of `ConvWeights`. */
  weightGradient(programs: Programs, lines: readonly Real[]): void {
    const input = [this.input.data, this.#before.channels] as const;
    this.#grid.correlate(programs, input, [this.#back!.delta, this.#layer.filters], lines);
  }

  /** Appends Σ δδᵀ after `backward`, added to `sum` `(filters, filters)`. */
  outputProducts(programs: Programs, sum: Real): void {
    const { delta } = this.#back!;
    const { filters } = this.#layer;
    const sizes = [filters, filters, this.#grid.resultRows];
    programs.product([delta, delta, sum], sizes, { transA: true, add: true });
  }

  #sizes({ at }: Pixels): number[] {
    return [this.#layer.filters, at.length, POOLS[this.#layer.pool ?? 'none']];
  }

  #way(lowest: boolean): { delta: Real; deltaImages: Real; input: Pixels } {
    const { imageRows, resultRows } = this.#grid;
    const { filters } = this.#layer;
    return (this.#back ??= {
      // In rows where no patch has its centre it stays 0.
      delta: this.#arrays.reals(resultRows * filters),
      // Address 0 stands for images that nothing asks for.
      deltaImages: lowest ? new Float64Array(0) : this.#arrays.reals(imageRows * filters),
      input: {
        data: this.#arrays.reals(lowest ? 0 : resultRows * this.#before.channels),
        at: this.#places((i, row, col) => this.#grid.center(i, row, col)),
      },
    });
  }

  /** Where the pixels of the input are. */
  #places(place: (i: number, row: number, col: number) => number): Int32Array {
    const found = this.#arrays.integers(this.#n * this.#before.height * this.#before.width);
    let at = 0;
    eachPixel(this.#n, this.#before, (i, row, col) => (found[at++] = place(i, row, col)));
    return found;
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
