import { Programs } from '../elementwise/programs.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { ConvLayerPass, ConvPlaces, ConvScratch, type Pixels, type PlacesShape } from './conv-layer-pass.js';
import { type ConvLayer, type ConvNet, layerShapes } from './conv-net.js';
import { tilesFit } from './conv-tiles.js';
import { ConvWeights, sumRows } from './conv-weights.js';
import { HeapArrays } from './heap-arrays.js';

// Most parts of a pass, which threads share, and positions of the first layer that a part has at least; as many on
// every machine, so that the results are the same.
const PARTS = 8;
const LEAST_POSITIONS = 1024;

/** Images from number `from` on. */
interface Part {
  from: number;
  n: number;
  layers: ConvLayerPass[];
}

/**
 * Passes of at most `rows` images forward and back through a network, in storage that `free` gives back. The images are
 * in parts, each of which goes through the whole network in one thread.
 */
export class ConvPass {
  readonly rows: number;
  readonly #net: ConvNet;
  readonly #arrays: HeapArrays;
  readonly #weights: ConvWeights[];
  readonly #head: Matrix;
  readonly #parts: Part[];
  readonly #images: Matrix;
  /** vec(h_L), `(rows, positions · filters)`. */
  readonly #features: Matrix;
  readonly #featureGradient: Matrix;
  readonly #outputs: Matrix;
  readonly #outputGradient: Matrix;
  readonly #order: Int32Array;
  /** Transforms of the filters before a pass forward, and of the turned ones before one back, of layers by tiles. */
  readonly #filters: Programs;
  readonly #turned: Programs;
  #turnedAreCurrent = false;
  readonly #forward: Programs;
  /** The way back, and the sums over its parts, with the head's gradient. */
  #gradients: { parts: Programs; sums: Programs; head: Matrix } | undefined;
  /** Steps that add Σ δδᵀ to the rows of each layer, a part a row, and that sum these. */
  #products: { parts: Programs; sums: Programs; found: Matrix[] } | undefined;

  constructor(net: ConvNet, rows: number) {
    const { layers, weights, padding, head, image } = net;
    const shapes = layerShapes(net);
    const arrays = new HeapArrays(head.precision);
    this.rows = rows;
    this.#net = net;
    this.#arrays = arrays;
    const pads = layers.map(({ patch }) => (padding === 'same' ? (patch - 1) / 2 : 0));
    const [height, width] = [image.height, image.width].map(
      (side) => side + 2 * pads[0] - layers[0].patch + 1,
    );
    const enough = Math.floor((rows * height * width) / LEAST_POSITIONS);
    const count = Math.max(1, Math.min(PARTS, rows, enough));
    const tiled = layers.map((layer, l) => {
      const images = { n: Math.floor(rows / count), pad: pads[l], precision: head.precision };
      return tilesFit({ ...shapes[l], ...layer, ...images });
    });
    this.#weights = layers.map(
      ({ patch }, l) => new ConvWeights(weights[l], { patch, tiled: tiled[l] }, arrays),
    );
    this.#filters = this.#transforms('filters');
    this.#turned = this.#transforms('turned');
    this.#head = arrays.matrix(head.rows, head.cols);
    this.#images = arrays.matrix(rows, image.channels * image.height * image.width);
    this.#features = arrays.matrix(rows, head.cols);
    this.#featureGradient = new Matrix(rows, head.cols, arrays.scratch(rows * head.cols));
    this.#outputs = arrays.matrix(rows, head.rows);
    this.#outputGradient = arrays.matrix(rows, head.rows);
    const last = shapes[shapes.length - 1];
    this.#order = arrays.integers(rows * last.height * last.width);
    this.#order.forEach((_, cell) => (this.#order[cell] = cell));
    const known = new Map<string, ConvPlaces>();
    const placesOf = (layer: ConvLayer, shape: PlacesShape): ConvPlaces => {
      const { n, before, pad } = shape;
      const name = [n, before.height, before.width, pad, layer.patch, layer.pool, shape.tiled].join();
      const places = known.get(name) ?? new ConvPlaces(layer, shape, arrays);
      known.set(name, places);
      return places;
    };
    this.#parts = Array.from({ length: count }, (_, p) => {
      const [from, to] = [p, p + 1].map((edge) => Math.floor((edge * rows) / count));
      const n = to - from;
      const placed = layers.map((layer, l) => {
        const [before, after] = [shapes[l], shapes[l + 1]];
        const places = placesOf(layer, { n, before, after, pad: pads[l], tiled: tiled[l] });
        return { places, channels: before.channels, filters: layer.filters };
      });
      const scratch = new ConvScratch(placed, arrays);
      const made = layers.map(
        (layer, l) => new ConvLayerPass(layer, this.#weights[l], placed[l].places, { scratch, arrays }),
      );
      return { from, n, layers: made };
    });
    this.#forward = this.#record((programs, part) => {
      const { input } = part.layers[0];
      const sizes = [image.channels, image.height * image.width, part.n];
      programs.kernel('convPixels', [rowsOf(this.#images, part), input.data, input.at], sizes);
      part.layers.forEach((layer, l) => {
        layer.forward(programs, part.layers[l + 1]?.input ?? this.#pixels(this.#features, part));
      });
      const [features, outputs] = [this.#features, this.#outputs].map((all) => rowsOf(all, part));
      const product = [part.n, head.rows, head.cols];
      programs.product([features, this.#head.data, outputs], product, { transB: true });
    });
  }

  /** f(x), `(n, c)`, which the next one overwrites; x `(n, channels · height · width)`, n at most `rows`. */
  forward(x: Matrix): Matrix {
    for (const weights of this.#weights) weights.pack();
    this.#filters.run();
    this.#turnedAreCurrent = false;
    this.#head.data.set(this.#net.head.data);
    this.#images.data.set(x.data);
    this.#forward.run(this.#parts.filter(({ from }) => from < x.rows).length);
    const { cols, data } = this.#outputs;
    return new Matrix(x.rows, cols, data.subarray(0, x.rows * cols));
  }

  /** f(x), `(n, c)`, in storage of its own, for the weights as they are now; any n, `rows` images after the other. */
  predict(x: Matrix): Matrix {
    const result = zeros(x.rows, this.#outputs.cols, x.precision);
    for (let from = 0; from < x.rows; from += this.rows) {
      const to = Math.min(from + this.rows, x.rows);
      const part = rowView(x, from, to);
      result.data.set(this.forward(part).data, from * result.cols);
    }
    return result;
  }

  /** ∂L/∂W of all weights, the head last, for ∂L/∂f `(n, c)`, after `forward`; into `gradients`. */
  backward(outputGradient: Matrix, gradients: readonly Matrix[]): void {
    const { parts, sums, head } = (this.#gradients ??= this.#recordGradients());
    this.#runBack(parts, outputGradient);
    sums.run();
    this.#weights.forEach((weights, l) => weights.gradient(gradients[l]));
    gradients[gradients.length - 1].data.set(head.data);
  }

  /** Adds Σ δδᵀ to the sums of each layer, δ = ∂L/∂z of each patch for ∂L/∂f `(n, c)`, after `forward`. */
  addOutputProducts(outputGradient: Matrix): void {
    this.#runBack(this.#outputProducts().parts, outputGradient);
  }

  /** The sums so far, `(filters, filters)` a layer, until the next call. */
  outputProducts(): Matrix[] {
    const { sums, found } = this.#outputProducts();
    sums.run();
    return found;
  }

  /** The pass and what it returned last are not to be used afterwards. */
  free(): void {
    for (const programs of [this.#filters, this.#turned, this.#forward]) programs.free();
    for (const made of [this.#gradients, this.#products]) {
      made?.parts.free();
      made?.sums.free();
    }
    this.#arrays.free();
  }

  #recordGradients(): { parts: Programs; sums: Programs; head: Matrix } {
    const parts = this.#recordBack((programs, layer, l, p) => {
      layer.weightGradient(programs, this.#weights[l].gradientPart(p, this.#parts.length));
    });
    const { rows, cols, precision } = this.#head;
    const head = new Matrix(rows, cols, this.#arrays.scratch(rows * cols));
    const sums = new Programs(precision);
    const arrays = [this.#outputGradient, this.#features, head].map(({ data }) => data);
    sums.product(arrays, [rows, cols, this.rows], { transA: true });
    sums.end();
    for (const weights of this.#weights) {
      weights.sumGradient(sums);
      sums.end();
    }
    return { parts, sums, head };
  }

  #outputProducts(): { parts: Programs; sums: Programs; found: Matrix[] } {
    if (this.#products) return this.#products;
    const [arrays, count] = [this.#arrays, this.#parts.length];
    const added = this.#net.layers.map(({ filters }) => arrays.matrix(count, filters ** 2));
    const found = this.#net.layers.map(({ filters }) => arrays.matrix(filters, filters));
    const parts = this.#recordBack((steps, layer, l, p) => layer.outputProducts(steps, added[l].row(p)));
    const sums = new Programs(this.#head.precision);
    added.forEach((rows, l) => {
      sumRows(sums, rows, found[l].data, arrays);
      sums.end();
    });
    return (this.#products = { parts, sums, found });
  }

  #transforms(which: 'filters' | 'turned'): Programs {
    const programs = new Programs(this.#net.head.precision);
    for (const weights of this.#weights) weights.transform(programs, which);
    return programs;
  }

  /** A program a part. */
  #record(write: (programs: Programs, part: Part, p: number) => void): Programs {
    const programs = new Programs(this.#net.head.precision);
    this.#parts.forEach((part, p) => {
      write(programs, part, p);
      programs.end();
    });
    return programs;
  }

  /** The way back from the output gradient; `use` comes after each layer's own gradient is known. */
  #recordBack(use: (programs: Programs, layer: ConvLayerPass, l: number, p: number) => void): Programs {
    const { rows: outputs, cols } = this.#head;
    return this.#record((programs, part, p) => {
      const from = rowsOf(this.#outputGradient, part);
      let gradient = this.#pixels(this.#featureGradient, part);
      programs.product([from, this.#head.data, gradient.data], [part.n, cols, outputs]);
      for (let l = part.layers.length - 1; l >= 0; l--) {
        const layer = part.layers[l];
        layer.backward(programs, gradient);
        use(programs, layer, l, p);
        if (l > 0) gradient = layer.inputGradient(programs);
      }
    });
  }

  #runBack(programs: Programs, outputGradient: Matrix): void {
    // Images beyond those of the last `forward` count for nothing.
    this.#outputGradient.data.fill(0).set(outputGradient.data);
    if (!this.#turnedAreCurrent) this.#turned.run();
    this.#turnedAreCurrent = true;
    programs.run();
  }

  /** A part's pixels after the last layer. */
  #pixels(features: Matrix, part: Part): Pixels {
    const positions = this.#order.length / this.rows;
    const at = this.#order.subarray(0, part.n * positions);
    return { data: rowsOf(features, part), at, inOrder: true };
  }
}

function rowsOf({ data, cols }: Matrix, { from, n }: Part): Real {
  return data.subarray(from * cols, (from + n) * cols);
}
