import type * as Tensorflow from '@tensorflow/tfjs';
import { InputError } from '../../errors.js';
import { convolve, filterGradient, type Places, scratchLength } from './conv-products.js';
import { applyEpilogue, checkEpilogue, type Epilogue } from './fused-epilogue.js';
import type { ConvShape } from './patch-rows.js';
import {
  floats,
  type Info,
  isShared,
  type KernelCall,
  memoryFloats,
  type WasmBackend,
  withScratch,
} from './wasm-backend.js';
import {
  winogradConvolve,
  winogradConvolveScratch,
  winogradFilterGradient,
  winogradFilterScratch,
  winogradFits,
} from './winograd.js';

type Conv2DInfo = ReturnType<typeof Tensorflow.backend_util.computeConv2DInfo>;

/** Y = X * F, X `(n, h, w, c)`, F `(a, b, c, k)`, Y `(n, h', w', k)`, by products with patches of X. */
export function conv2D(tf: typeof Tensorflow): (call: KernelCall<'x' | 'filter'>) => Info {
  return (call) => forward(tf, 'conv2d', call);
}

/** φ(X * F + bias). */
export function fusedConv2D(tf: typeof Tensorflow): (call: KernelCall<'x' | 'filter'>) => Info {
  return (call) => {
    const { bias, preluActivationWeights } = call.inputs;
    const epilogue = { bias, preluActivationWeights, ...call.attrs } as Epilogue;
    const out = forward(tf, 'fused conv2d', call, epilogue);
    applyEpilogue(call.backend, out, epilogue);
    return out;
  };
}

/**
 * ∂L/∂X of Y = X * F given ∂L/∂Y: ∂L/∂Y convolved with the filter turned by 180 degrees, its channels exchanged. With a
 * stride, the pixels of ∂L/∂Y first move apart, zeros between them.
 */
export function conv2DBackpropInput(tf: typeof Tensorflow): (call: KernelCall<'dy' | 'filter'>) => Info {
  return ({ inputs: { dy, filter }, backend, attrs }) => {
    const inShape = attrs.inputShape as number[];
    const { shape, outChannels } = geometry(tf, 'conv2dDerInput', inShape, filter.shape, attrs);
    const back: ConvShape = {
      ...shape,
      height: shape.outHeight,
      width: shape.outWidth,
      channels: outChannels,
      stride: [1, 1],
      pad: [shape.filterHeight - 1 - shape.pad[0], shape.filterWidth - 1 - shape.pad[1]],
      spread: shape.stride,
      outHeight: shape.height,
      outWidth: shape.width,
    };
    const out = backend.makeOutput(inShape, 'float32');
    const filterSize = filter.shape.reduce((product, size) => product * size, 1);
    withScratch(backend, filterSize, (turnedFilter) => {
      const to = memoryFloats(backend).subarray(turnedFilter, turnedFilter + filterSize);
      turned(floats(backend, filter), filter.shape, to);
      const places = { x: place(backend, dy), filter: turnedFilter, y: place(backend, out) };
      convolution(backend, back, shape.channels, places);
    });
    return out;
  };
}

/** ∂L/∂F of Y = X * F given ∂L/∂Y. */
export function conv2DBackpropFilter(tf: typeof Tensorflow): (call: KernelCall<'x' | 'dy'>) => Info {
  return ({ inputs: { x, dy }, backend, attrs }) => {
    const filterShape = attrs.filterShape as number[];
    const { shape, outChannels } = geometry(tf, 'conv2dDerFilter', x.shape, filterShape, attrs);
    const out = backend.makeOutput(filterShape, 'float32');
    const byTiles = isShared(backend) && winogradFits(shape, outChannels);
    const length = (byTiles ? winogradFilterScratch : scratchLength)(shape, outChannels);
    withScratch(backend, length, (scratch) => {
      const at = { x: place(backend, x), y: place(backend, dy), filter: place(backend, out), scratch };
      (byTiles ? winogradFilterGradient : filterGradient)(memoryFloats(backend), shape, outChannels, at);
    });
    return out;
  };
}

function forward(
  tf: typeof Tensorflow,
  fn: string,
  { inputs: { x, filter }, backend, attrs }: KernelCall<'x' | 'filter'>,
  epilogue?: Epilogue,
): Info {
  const { shape, outChannels, outShape } = geometry(tf, fn, x.shape, filter.shape, attrs);
  if (epilogue) checkEpilogue(fn, epilogue, outShape);
  const out = backend.makeOutput(outShape, 'float32');
  const places = { x: place(backend, x), filter: place(backend, filter), y: place(backend, out) };
  if (outChannels > 0) convolution(backend, shape, outChannels, places);
  return out;
}

function convolution(
  backend: WasmBackend,
  shape: ConvShape,
  outChannels: number,
  at: Omit<Places, 'scratch'>,
): void {
  const byTiles = isShared(backend) && winogradFits(shape, outChannels);
  const length = (byTiles ? winogradConvolveScratch : scratchLength)(shape, outChannels);
  withScratch(backend, length, (scratch) => {
    (byTiles ? winogradConvolve : convolve)(memoryFloats(backend), shape, outChannels, { ...at, scratch });
  });
}

/** What tfjs's shapes and attributes say. */
function geometry(
  tf: typeof Tensorflow,
  fn: string,
  x: readonly number[],
  filter: readonly number[],
  { strides, dilations = 1, pad, dimRoundingMode, dataFormat = 'NHWC' }: Record<string, unknown>,
): { shape: ConvShape; outChannels: number; outShape: number[] } {
  if (dataFormat !== 'NHWC') {
    throw new InputError(fn, 'dataFormat', `is ${String(dataFormat)}`, 'give channels last, NHWC');
  }
  const info: Conv2DInfo = tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides as [number, number],
    dilations as [number, number],
    pad as 'same',
    dimRoundingMode as 'floor',
  );
  const shape: ConvShape = {
    n: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    stride: [info.strideHeight, info.strideWidth],
    dilation: [info.dilationHeight, info.dilationWidth],
    pad: [info.padInfo.top, info.padInfo.left],
    spread: [1, 1],
    outHeight: info.outHeight,
    outWidth: info.outWidth,
  };
  return { shape, outChannels: info.outChannels, outShape: info.outShape };
}

/** The filter `(a, b, c, k)` turned by 180 degrees, as `(a, b, k, c)`. */
function turned(filter: Float32Array, [a, b, c, k]: readonly number[], out: Float32Array): void {
  for (let tap = 0; tap < a * b; tap++) {
    const [from, to] = [tap * c * k, (a * b - 1 - tap) * c * k];
    for (let i = 0; i < c; i++) for (let j = 0; j < k; j++) out[to + j * c + i] = filter[from + i * k + j];
  }
}

function place(backend: KernelCall<never>['backend'], tensor: Info): number {
  return floats(backend, tensor).byteOffset / 4;
}
