import type { Programs } from '../elementwise/programs.js';
import type { ImageShape } from '../kernels/image-patches.js';
import type { Real } from '../linalg/matrix.js';
import { ConvGrid } from './conv-grid.js';
import type { ConvLayout } from './conv-layout.js';
import type { ConvLayer } from './conv-net.js';
import { ConvTiles } from './conv-tiles.js';
import type { ConvWeights } from './conv-weights.js';
import type { HeapArrays } from './heap-arrays.js';

/** Pixels: pixel p is the row `at[p]` of `data`; `inOrder` where these are known to be p. */
export interface Pixels {
  data: Real;
  at: Int32Array;
  inOrder?: boolean;
}

/** How lib/assembly/nets.ts calls the ways of pooling. */
const POOLS = { none: 0, average: 1, max: 2 };

/** n images before and after a layer, with `pad` zeros around those before; in `ConvTiles` or in a `ConvGrid`. */
export interface PlacesShape {
  n: number;
  before: ImageShape;
  after: ImageShape;
  pad: number;
  tiled: boolean;
}

/** Where the pixels of n images are in a layer: the same for all parts of a pass that have as many. */
export class ConvPlaces {
  readonly grid: ConvLayout;
  /**
   * Of the way back: a convolution is transposed by one of its results with the patch turned, the rest of it around
   * them. Its images have the rows of the grid's results, zeros before and after them.
   */
  readonly back: ConvLayout;
  /** Pixels of the input in the images, and in the gradient by them. */
  readonly pixels: Int32Array;
  readonly positions: Int32Array;
  /** Per pixel after pooling the rows of z that go into it, one or four. */
  readonly from: Int32Array;

  constructor({ patch, pool }: ConvLayer, { n, before, after, pad, tiled }: PlacesShape, arrays: HeapArrays) {
    const layout = ({ height, width }: Pick<ImageShape, 'height' | 'width'>, zeros: number): ConvLayout => {
      const stack = { n, height, width, pad: zeros };
      return tiled ? new ConvTiles(stack) : new ConvGrid({ ...stack, patch });
    };
    const grid = layout(before, pad);
    const back = layout(grid, patch - 1 - pad);
    [this.grid, this.back] = [grid, back];
    const side = pool === undefined ? 1 : 2;
    const integers = ({ height, width }: ImageShape, each: number): Int32Array =>
      arrays.integers(n * height * width * each);
    [this.pixels, this.positions] = [integers(before, 1), integers(before, 1)];
    this.from = integers(after, side ** 2);
    let at = 0;
    eachPixel(n, before, (i, row, col) => {
      this.pixels[at] = grid.pixel(i, row, col);
      this.positions[at++] = back.position(i, row, col);
    });
    at = 0;
    eachPixel(n, after, (i, row, col) => {
      for (let r = 0; r < side; r++) {
        for (let c = 0; c < side; c++) this.from[at++] = grid.position(i, side * row + r, side * col + c);
      }
    });
  }
}

/**
 * What the layers of a part write and read at once, and then leave to the next: z and the gradient by an input in
 * `passing`, what a convolution needs meanwhile in `working`, ∂L/∂z in images of zeros that layers of the same places
 * share. Few arrays stay in the second-level cache.
 */
export class ConvScratch {
  readonly passing: Real;
  readonly working: Real;
  readonly #images = new Map<ConvPlaces, Map<number, Real>>();
  readonly #arrays: HeapArrays;

  constructor(
    layers: readonly { places: ConvPlaces; channels: number; filters: number }[],
    arrays: HeapArrays,
  ) {
    const sizes = layers.map(({ places: { grid, back }, channels, filters }) =>
      Math.max(grid.resultRows * filters, back.resultRows * channels),
    );
    this.passing = arrays.scratch(Math.max(...sizes));
    const working = layers.flatMap(({ places: { grid, back }, channels, filters }) => [
      grid.scratchLength(channels, filters),
      back.scratchLength(filters, channels),
    ]);
    this.working = arrays.scratch(Math.max(...working));
    this.#arrays = arrays;
  }

  /** Images of the way back of as many channels: zeros where no position is. */
  images(places: ConvPlaces, channels: number): Real {
    const { grid, back } = places;
    const known = this.#images.get(places) ?? new Map<number, Real>();
    this.#images.set(places, known);
    const rows = Math.max(back.imageRows, back.margin + grid.resultRows);
    const images = known.get(channels) ?? this.#arrays.reals(rows * channels);
    known.set(channels, images);
    return images;
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
  readonly #scratch: ConvScratch;
  readonly #z: Real;
  /** After the ReLU and pooling, from `forward` on. */
  #out: Pixels | undefined;
  /** ∂L/∂z as images of the way back, and the rows of them that are those of z. */
  #delta: { images: Real; rows: Real } | undefined;

  constructor(
    layer: ConvLayer,
    weights: ConvWeights,
    places: ConvPlaces,
    { scratch, arrays }: { scratch: ConvScratch; arrays: HeapArrays },
  ) {
    [this.#layer, this.#weights, this.#places, this.#scratch] = [layer, weights, places, scratch];
    this.#channels = weights.channels;
    const { imageRows, resultRows } = places.grid;
    const data = arrays.reals(imageRows * this.#channels);
    this.input = { data, at: places.pixels, inOrder: places.grid.inOrder };
    // The way back through pooling needs z itself; without, what came out of the ReLU does.
    this.#z = layer.pool ? arrays.scratch(resultRows * layer.filters) : scratch.passing;
  }

  /** Appends the activations after pooling, into `out`. */
  forward(programs: Programs, out: Pixels): void {
    const { filters, pool } = this.#layer;
    const { grid, from } = this.#places;
    const { working } = this.#scratch;
    const input = [this.input.data, this.#channels] as const;
    this.#out = out;
    // Where a result stands as its pixel does, the positive part is taken with it.
    const relu = pool === undefined && grid.inOrder && out.inOrder;
    const result = relu ? out.data : this.#z;
    grid.convolve(programs, input, this.#weights.filters, [result, filters], working, relu);
    if (!relu) programs.kernel('convRelu', [this.#z, from, out.data, out.at], this.#sizes(out));
  }

  /** Appends ∂L/∂z from the gradient by the activations, after `forward`. */
  backward(programs: Programs, gradient: Pixels): void {
    const { back, from } = this.#places;
    const { filters, pool } = this.#layer;
    const images = this.#scratch.images(this.#places, filters);
    const delta = { images, rows: images.subarray(back.margin * filters) };
    const passed = pool ? { data: this.#z, at: from } : this.#out!;
    const arrays = [passed.data, passed.at, gradient.data, gradient.at, delta.rows, from];
    programs.kernel('convReluBack', arrays, this.#sizes(gradient));
    this.#delta = delta;
  }

  /** Appends ∂L/∂(input) after `backward`. */
  inputGradient(programs: Programs): Pixels {
    const { back, positions } = this.#places;
    const { passing: data, working } = this.#scratch;
    const delta = [this.#delta!.images, this.#layer.filters] as const;
    back.convolve(programs, delta, this.#weights.turned, [data, this.#channels], working);
    return { data, at: positions };
  }

  /** Appends ∂L/∂W after `backward`, into `filters` as those of `ConvWeights`. */
  weightGradient(programs: Programs, filters: Real): void {
    const { working } = this.#scratch;
    const input = [this.input.data, this.#channels] as const;
    const delta = [this.#delta!.rows, this.#layer.filters] as const;
    this.#places.grid.correlate(programs, input, delta, filters, working);
  }

  /** Appends Σ δδᵀ after `backward`, added to `sum` `(filters, filters)`. */
  outputProducts(programs: Programs, sum: Real): void {
    const { rows } = this.#delta!;
    const { filters } = this.#layer;
    const sizes = [filters, filters, this.#places.grid.resultRows];
    programs.product([rows, rows, sum], sizes, { transA: true, add: true });
  }

  #sizes({ at }: Pixels): number[] {
    return [this.#layer.filters, at.length, POOLS[this.#layer.pool ?? 'none']];
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
