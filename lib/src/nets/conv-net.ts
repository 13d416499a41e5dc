import { checkFinite, checkInteger, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import type { ImageShape } from '../kernels/image-patches.js';
import type { Matrix, Precision } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import { type LayerInit, mlp } from './mlp.js';

/** One convolution of stride 1, a ReLU, and 2 x 2 pooling if `pool` says so. */
export interface ConvLayer {
  filters: number;
  /** Odd side of the square patches. */
  patch: number;
  pool?: 'average' | 'max';
}

/**
 * A bias-free network of L convolutions and a linear head, h₀ = x:
 *
 *     z_l = P(h_{l-1}) W_lᵀ,  h_l = pool(max(z_l, 0)),  f = vec(h_L) Vᵀ,   P = the patches as rows.
 *
 * W_l `(filters, channels · patch²)`, its columns in the order (channel, row, column), V `(c, positions · filters)`,
 * its columns in the order (row, column, filter).
 */
export interface ConvNet {
  readonly image: ImageShape;
  readonly layers: readonly ConvLayer[];
  /** same: zeros around each layer's input, so that its image keeps its size; valid: none. */
  readonly padding: 'same' | 'valid';
  /** W₁ … W_L. */
  readonly weights: readonly Matrix[];
  readonly head: Matrix;
}

export interface ConvNetOptions {
  image: ImageShape;
  layers: readonly ConvLayer[];
  outputs: number;
  /** Default same. */
  padding?: ConvNet['padding'];
  /** One for all weights, or one a weight, the head's last. Default U(±1/√fan_in), PyTorch's. */
  init?: LayerInit | readonly LayerInit[];
  random: Random;
  precision?: Precision;
}

/**
 * A network at its random start; each weight draws from a stream of its own.
 * @throws InputError on an empty layer, an even patch, or an image that is too small for its layers.
 * @example
 * ```ts
 * const image = { channels: 1, height: 8, width: 8 };
 * const net = convNet({ image, layers: [{ filters: 4, patch: 3 }], outputs: 10, random: new Random(0) });
 * net.weights.map(({ rows, cols }) => [rows, cols]); // [[4, 9]]
 * ```
 */
export function convNet(options: ConvNetOptions): ConvNet {
  const { image, layers, outputs, padding = 'same', init = { scale: 1 }, random, precision } = options;
  const fn = 'convNet';
  checkInteger(fn, 'outputs', outputs, 1);
  if (padding !== 'same' && padding !== 'valid') {
    throw new InputError(fn, 'padding', `is ${String(padding)}`, "give 'same' or 'valid'");
  }
  const shapes = layerShapes({ image, layers, padding }, fn);
  const last = shapes[shapes.length - 1];
  const sizes = layers.map(({ filters, patch }, l) => [shapes[l].channels * patch ** 2, filters]);
  sizes.push([last.channels * last.height * last.width, outputs]);
  const starts: readonly (LayerInit | undefined)[] = 'length' in init ? init : sizes.map(() => init);
  if (starts.length !== sizes.length) {
    throw new InputError(fn, 'init', `has ${starts.length} entries`, `there are ${sizes.length} weights`);
  }
  const weights = sizes.map((widths, l) => {
    const from = { widths, init: starts[l], random: random.fork(`weight ${l}`), precision };
    return mlp(from).weights[0];
  });
  return { image, layers, padding, weights: weights.slice(0, -1), head: weights[weights.length - 1] };
}

/** The images before each layer and after the last. @throws InputError if one of them is empty. */
export function layerShapes(
  { image, layers, padding }: Pick<ConvNet, 'image' | 'layers' | 'padding'>,
  fn = 'layerShapes',
): ImageShape[] {
  for (const name of ['channels', 'height', 'width'] as const)
    checkInteger(fn, `image.${name}`, image[name], 1);
  if (layers.length === 0) throw new InputError(fn, 'layers', 'is empty', 'give at least one convolution');
  const shapes = [image];
  layers.forEach(({ filters, patch, pool }, l) => {
    checkInteger(fn, `layers[${l}].filters`, filters, 1);
    checkInteger(fn, `layers[${l}].patch`, patch, 1);
    if (patch % 2 === 0)
      throw new InputError(fn, `layers[${l}].patch`, `is ${patch}`, 'a patch has an odd side');
    if (pool !== undefined && pool !== 'average' && pool !== 'max')
      throw new InputError(fn, `layers[${l}].pool`, `is ${String(pool)}`, "give 'average', 'max' or none");
    const size = (side: number): number =>
      Math.floor((padding === 'same' ? side : side - patch + 1) / (pool === undefined ? 1 : 2));
    const before = shapes[l];
    const [height, width] = [size(before.height), size(before.width)];
    if (Math.min(height, width) < 1) {
      const found = `is ${before.height} x ${before.width} there`;
      throw new InputError(fn, `layers[${l}]`, `has no position: its image ${found}`, 'use fewer layers');
    }
    shapes.push({ channels: filters, height, width });
  });
  return shapes;
}

/** The same network in storage of its own. */
export function copyConvNet(net: ConvNet): ConvNet {
  return { ...net, weights: net.weights.map((w) => w.clone()), head: net.head.clone() };
}

/** Throws unless x holds finite images of the network's shape and precision. */
export function checkConvImages(fn: string, { image, weights }: ConvNet, x: Matrix): void {
  const { channels, height, width } = image;
  checkMatrix(fn, 'x', x, { cols: channels * height * width });
  if (x.precision !== weights[0].precision) {
    throw new InputError(fn, 'x', `is ${x.precision}`, `the weights are ${weights[0].precision}`);
  }
  checkFinite(fn, 'x', x.data);
}
