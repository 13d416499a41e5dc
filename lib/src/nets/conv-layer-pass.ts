import { runTiles } from '../elementwise/pool.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import type { ImageShape } from '../kernels/image-patches.js';
import { ConvGrid } from './conv-grid.js';
import type { ConvLayer } from './conv-net.js';
import type { HeapArrays } from './heap-arrays.js';

// Numbers of one tile of the ReLU.
const TILE = 2 ** 14;

/** One layer of a `ConvPass`: n images of a shape through a convolution, a ReLU and pooling, and back. */
export class ConvLayerPass {
  readonly grid: ConvGrid;
  /** The layer's input. */
  readonly images: Real;
  /** ∂L/∂z, its rows in the order of a `ConvGrid` result, 0 where no patch has its centre. */
  readonly delta: Matrix;
  readonly #weight: Matrix;
  readonly #pool: ConvLayer['pool'];
  readonly #channels: number;
  readonly #filters: number;
  readonly #z: Matrix;
  readonly #deltaImages: Real;
  readonly #lowest: boolean;
  readonly #inputGradient: Matrix;
  /** Per pixel after pooling: the rows of z that go into it, one or four, and those of `#deltaImages`. */
  readonly #from: Int32Array;
  readonly #pixels: Int32Array;
  readonly #blocks: Blocks;
  readonly #turned: Blocks;

  /** `lowest`: nothing below asks for the gradient by the input. */
  constructor(
    layer: ConvLayer,
    weight: Matrix,
    {
      n,
      before,
      after,
      pad,
      lowest,
      arrays,
    }: { n: number; before: ImageShape; after: ImageShape; pad: number; lowest: boolean; arrays: HeapArrays },
  ) {
    const { patch, pool, filters } = layer;
    const { channels, height, width } = before;
    const grid = new ConvGrid({ n, height, width, pad, patch });
    [this.grid, this.#weight, this.#pool] = [grid, weight, pool];
    [this.#channels, this.#filters, this.#lowest] = [channels, filters, lowest];
    this.images = arrays.reals(grid.imageRows * channels);
    this.#deltaImages = arrays.reals(lowest ? 0 : grid.imageRows * filters);
    this.#z = arrays.matrix(grid.resultRows, filters);
    this.delta = arrays.matrix(grid.resultRows, filters);
    this.#inputGradient = arrays.matrix(lowest ? 0 : grid.resultRows, channels);
    this.#blocks = blocksOf(weight, { patch, channels }, false);
    this.#turned = blocksOf(weight, { patch, channels }, true);
    const side = pool === undefined ? 1 : 2;
    // Without padding the first patch has its centre half a patch inside.
    const first = (patch - 1) / 2 - pad;
    const cells = n * after.height * after.width;
    this.#from = arrays.integers(cells * side ** 2);
    this.#pixels = arrays.integers(cells * side ** 2);
    let at = 0;
    eachPixel(n, after, (i, row, col) => {
      for (let r = 0; r < side; r++) {
        for (let c = 0; c < side; c++, at++) {
          const [y, x] = [first + side * row + r, first + side * col + c];
          this.#from[at] = grid.center(i, y, x);
          this.#pixels[at] = grid.pixel(i, y, x);
        }
      }
    });
  }

  /** z from `images`, and its activations into `out`, pixel by pixel at the rows `to`. */
  forward(out: Real, to: Int32Array): void {
    this.#pack();
    this.grid.convolve(this.images, this.#channels, this.#blocks.lines, this.#z);
    if (this.#pool === undefined) this.#run('convRelu', [this.#z.data, this.#from, out, to]);
    else this.#pooled(out, to);
  }

  #pooled(out: Real, to: Int32Array): void {
    const [z, from, k] = [this.#z.data, this.#from, this.#filters];
    const max = this.#pool === 'max';
    for (let cell = 0; cell < to.length; cell++) {
      const [a, b, c, d] = [0, 1, 2, 3].map((corner) => from[4 * cell + corner] * k);
      const target = to[cell] * k;
      for (let f = 0; f < k; f++) {
        const [p, q] = [Math.max(z[a + f], 0), Math.max(z[b + f], 0)];
        const [r, s] = [Math.max(z[c + f], 0), Math.max(z[d + f], 0)];
        out[target + f] = max ? Math.max(p, q, r, s) : 0.25 * (p + q + r + s);
      }
    }
  }

  /** `delta` from the gradient by the activations, pixel by pixel at the rows `from` of `gradient`. */
  backward(gradient: Real, from: Int32Array): void {
    if (this.#pool !== undefined) this.#pooledBack(gradient, from);
    else {
      const images = this.#lowest ? [] : [this.#deltaImages];
      this.#run('convReluBack', [this.#z.data, this.#from, gradient, from, this.delta.data, ...images]);
    }
  }

  #pooledBack(gradient: Real, from: Int32Array): void {
    const k = this.#filters;
    const [z, delta, rows] = [this.#z.data, this.delta.data, this.#from];
    const share = this.#pool === 'average' ? 0.25 : 1;
    for (let p = 0; p < rows.length; p++) {
      const [source, at] = [from[p >> 2] * k, rows[p] * k];
      // Without branches: which sign comes next cannot be predicted.
      for (let f = 0; f < k; f++) delta[at + f] = share * gradient[source + f] * +(z[at + f] > 0);
    }
    if (this.#pool === 'max') for (let p = 0; p < rows.length; p += 4) this.#keepLargest(p);
    if (this.#lowest) return;
    for (let p = 0; p < rows.length; p++) {
      const [to, at] = [this.#pixels[p] * k, rows[p] * k];
      for (let f = 0; f < k; f++) this.#deltaImages[to + f] = delta[at + f];
    }
  }

  /** Max pooling: only the first largest of four has a gradient. */
  #keepLargest(first: number): void {
    const k = this.#filters;
    const [z, delta] = [this.#z.data, this.delta.data];
    for (let f = 0; f < k; f++) {
      let best = this.#from[first] * k + f;
      for (let corner = 1; corner < 4; corner++) {
        const at = this.#from[first + corner] * k + f;
        const lower = z[at] > z[best] ? best : at;
        best = lower === best ? at : best;
        delta[lower] = 0;
      }
    }
  }

  /** A kernel of lib/assembly/nets.ts on all rows. */
  #run(kernel: 'convRelu' | 'convReluBack', arrays: readonly (Real | Int32Array)[]): void {
    const addresses = arrays.map(({ byteOffset }) => byteOffset);
    if (kernel === 'convReluBack') {
      // Address 0 stands for images that nothing asks for.
      if (this.#lowest) addresses.push(0);
      addresses.push(this.#pixels.byteOffset);
    }
    const [rows, k] = [this.#from.length, this.#filters];
    const tiles = Math.ceil((rows * k) / TILE);
    runTiles({
      kernel: `${kernel}${this.#weight.precision === 'float64' ? 64 : 32}`,
      params: [...addresses, k, rows, Math.ceil(rows / tiles)],
      tiles,
      // Waking the workers takes longer than a few tiles.
      alone: tiles < 8,
    });
  }

  /** ∂L/∂(input), rows in the order of a `ConvGrid` result, after `backward`, with the weights of the last `forward`. */
  inputGradient(): Matrix {
    this.grid.convolve(this.#deltaImages, this.#filters, this.#turned.lines, this.#inputGradient);
    return this.#inputGradient;
  }

  /** ∂L/∂W into `out` `(filters, channels · patch²)` from `delta`. */
  weightGradient(out: Matrix): void {
    const { data, lines, places } = this.#blocks;
    this.grid.correlate(this.images, this.#channels, this.delta, lines);
    for (let w = 0; w < places.length; w++) out.data[w] = data[places[w]];
  }

  /** The weights as `ConvGrid` takes them, and turned by half a circle with in- and outputs exchanged. */
  #pack(): void {
    const weights = this.#weight.data;
    for (const { data, places } of [this.#blocks, this.#turned]) {
      for (let w = 0; w < places.length; w++) data[places[w]] = weights[w];
    }
  }
}

/** Weights line by line of the patch, `(rows, patch · cols)` each, and where each weight of W stands in `data`. */
interface Blocks {
  data: Real;
  lines: Matrix[];
  places: Int32Array;
}

/** `turned`: the patch by half a circle, and in- and outputs exchanged. */
function blocksOf(
  weight: Matrix,
  { patch, channels }: { patch: number; channels: number },
  turned: boolean,
): Blocks {
  const filters = weight.rows;
  const [rows, cols] = turned ? [channels, filters] : [filters, channels];
  const { data } = zeros(patch * rows, patch * cols, weight.precision);
  const size = rows * patch * cols;
  const lines = Array.from(
    { length: patch },
    (_, line) => new Matrix(rows, patch * cols, data.subarray(line * size, (line + 1) * size)),
  );
  const places = new Int32Array(weight.data.length);
  let w = 0;
  for (let f = 0; f < filters; f++) {
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < patch ** 2; p++, w++) {
        const at = turned ? patch ** 2 - 1 - p : p;
        const [line, col] = [Math.floor(at / patch), at % patch];
        const [row, entry] = turned ? [c, f] : [f, c];
        places[w] = line * size + (row * patch + col) * cols + entry;
      }
    }
  }
  return { data, lines, places };
}

/** Calls `use` for the pixels of n images in order. */
export function eachPixel(
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
