import type * as Tensorflow from '@tensorflow/tfjs';
import { engineInfo } from '../../linalg/engine.js';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './conv-kernels.js';
import { batchMatMul, fusedMatMul } from './matmul-kernels.js';
import { cast, identity } from './share-kernels.js';
import { add, relu } from './pooled-maps.js';
import { installReluGradient, RELU_GRADIENT, reluGradient } from './relu-gradient.js';
import { sum } from './sum-kernel.js';
import { unsortedSegmentSum } from './segment-sum-kernel.js';

type Make = (tf: typeof Tensorflow, stock: never) => (call: never) => unknown;

/** Kernels that tfjs's WebAssembly backend lacks. */
const MISSING: Record<string, Make> = {
  Conv2DBackpropFilter: conv2DBackpropFilter,
  UnsortedSegmentSum: () => unsortedSegmentSum,
};

/**
 * Kernels that are a matrix product at heart, for which a native BLAS is far faster, maps of large arrays, which
 * threads share, and copies that need not be.
 */
const FASTER: Record<string, Make> = {
  BatchMatMul: batchMatMul,
  _FusedMatMul: fusedMatMul,
  Conv2D: conv2D,
  FusedConv2D: fusedConv2D,
  Conv2DBackpropInput: conv2DBackpropInput,
  Sum: sum,
  Add: add,
  Relu: relu,
  [RELU_GRADIENT]: reluGradient,
  Identity: identity,
  Cast: cast,
};

/**
 * Gives the WebAssembly backend the kernels that it lacks and, with the native engine, puts BLAS products in the place
 * of its own. Returns what undoes it.
 */
export function installKernels(tf: typeof Tensorflow): () => void {
  const native = engineInfo().engine === 'native';
  const undo = Object.entries(native ? { ...MISSING, ...FASTER } : MISSING).map(([kernelName, make]) =>
    replace(tf, kernelName, make),
  );
  if (native) undo.push(installReluGradient(tf));
  return () => undo.forEach((step) => step());
}

function replace(tf: typeof Tensorflow, kernelName: string, make: Make): () => void {
  const stock = tf.getKernel(kernelName, 'wasm') as Tensorflow.KernelConfig | undefined;
  if (stock) tf.unregisterKernel(kernelName, 'wasm');
  const kernelFunc = make(tf, stock?.kernelFunc as never) as unknown as Tensorflow.KernelFunc;
  // What falls back on the stock kernel needs its set-up.
  tf.registerKernel({ ...stock, kernelName, backendName: 'wasm', kernelFunc });
  return () => {
    tf.unregisterKernel(kernelName, 'wasm');
    if (stock) tf.registerKernel(stock);
  };
}
