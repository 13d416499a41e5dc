import { matmul } from '../linalg/matmul.js';
import type { Matrix, Real } from '../linalg/matrix.js';
import { ConvLayerPass, eachPixel } from './conv-layer-pass.js';
import { type ConvNet, layerShapes } from './conv-net.js';
import { HeapArrays } from './heap-arrays.js';

/** Passes of `rows` images forward and back through a network, in storage that `free` gives back. */
export class ConvPass {
  readonly rows: number;
  readonly #net: ConvNet;
  readonly #arrays: HeapArrays;
  readonly #layers: ConvLayerPass[];
  /** vec(h_L), `(n, positions · filters)`. */
  readonly #features: Matrix;
  readonly #featureGradient: Matrix;
  /** Where the pixels after layer l stand in the images of the next one, and in their gradient. */
  readonly #pixels: Int32Array[];
  readonly #centers: Int32Array[];

  constructor(net: ConvNet, rows: number) {
    const { layers, weights, padding, head } = net;
    const shapes = layerShapes(net);
    this.rows = rows;
    this.#net = net;
    const arrays = new HeapArrays(head.precision);
    this.#arrays = arrays;
    this.#layers = layers.map((layer, l) => {
      const pad = padding === 'same' ? (layer.patch - 1) / 2 : 0;
      const place = { n: rows, before: shapes[l], after: shapes[l + 1], pad, lowest: l === 0, arrays };
      return new ConvLayerPass(layer, weights[l], place);
    });
    this.#features = arrays.matrix(rows, head.cols);
    this.#featureGradient = arrays.matrix(rows, head.cols);
    const places = (place: (i: number, row: number, col: number) => number, l: number): Int32Array => {
      const found = arrays.integers(rows * shapes[l].height * shapes[l].width);
      let at = 0;
      eachPixel(rows, shapes[l], (i, row, col) => (found[at++] = place(i, row, col)));
      return found;
    };
    this.#pixels = this.#layers.map(({ grid }, l) => places((i, row, col) => grid.pixel(i, row, col), l));
    this.#centers = this.#layers.map(({ grid }, l) => places((i, row, col) => grid.center(i, row, col), l));
    const last = shapes[shapes.length - 1];
    const order = arrays.integers(rows * last.height * last.width);
    order.forEach((_, cell) => (order[cell] = cell));
    this.#pixels.push(order);
    this.#centers.push(order);
  }

  /** f(x), `(n, c)`; x `(n, channels · height · width)`, n exactly `rows`. */
  forward(x: Matrix): Matrix {
    this.#load(x);
    this.#layers.forEach((layer, l) => {
      const next = this.#layers[l + 1]?.images ?? this.#features.data;
      layer.forward(next, this.#pixels[l + 1]);
    });
    return matmul(this.#features, this.#net.head, { transB: true });
  }

  /** ∂L/∂W of all weights, the head last, for ∂L/∂f `(n, c)`, after `forward`; into `gradients`. */
  backward(outputGradient: Matrix, gradients: readonly Matrix[]): void {
    matmul(outputGradient, this.#features, { transA: true, out: gradients[gradients.length - 1] });
    this.deltas(outputGradient);
    this.#layers.forEach((layer, l) => layer.weightGradient(gradients[l]));
  }

  /** ∂L/∂z_l of each convolution for ∂L/∂f, `(rows, filters)`, one row a pixel in no order that matters, or 0. */
  deltas(outputGradient: Matrix): Matrix[] {
    let gradient: Real = matmul(outputGradient, this.#net.head, { out: this.#featureGradient }).data;
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      this.#layers[l].backward(gradient, this.#centers[l + 1]);
      if (l > 0) gradient = this.#layers[l].inputGradient().data;
    }
    return this.#layers.map(({ delta }) => delta);
  }

  /** The pass and what it returned last are not to be used afterwards. */
  free(): void {
    this.#arrays.free();
  }

  /** Planes to pixels. */
  #load(x: Matrix): void {
    const { channels, height, width } = this.#net.image;
    const area = height * width;
    const { images } = this.#layers[0];
    const [pixels] = this.#pixels;
    for (let p = 0; p < pixels.length; p++) {
      const from = Math.floor(p / area) * x.cols + (p % area);
      for (let c = 0; c < channels; c++) images[pixels[p] * channels + c] = x.data[from + c * area];
    }
  }
}
