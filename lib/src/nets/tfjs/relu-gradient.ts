import type * as Tensorflow from '@tensorflow/tfjs';
import { isLarge, mapped } from './pooled-maps.js';
import type { Info, KernelCall, WasmBackend } from './wasm-backend.js';

/** The kernel of ∂L/∂x = ∂L/∂y [x > 0] in one pass: tfjs's own gradient makes the array of [x > 0] first. */
export const RELU_GRADIENT = 'AgopReluGradient';

export function reluGradient() {
  return ({ inputs: { x, dy }, backend }: KernelCall<'x' | 'dy'>): Info =>
    mapped(backend, 'reluBackTile32', [x, dy], x.shape);
}

/** Lets large ReLUs of the WebAssembly backend use it, also in gradients of gradients. Returns what undoes it. */
export function installReluGradient(tf: typeof Tensorflow): () => void {
  const stock = tf.getGradient('Relu');
  const gradient = (x: Tensorflow.Tensor, dy: Tensorflow.Tensor): Tensorflow.Tensor =>
    tf.engine().runKernel(RELU_GRADIENT, { x, dy }) as Tensorflow.Tensor;
  const replace = (config: Tensorflow.GradConfig): void => {
    tf.unregisterGradient('Relu');
    tf.registerGradient(config);
  };
  replace({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved;
      const ours = tf.getBackend() === 'wasm' && isLarge(tf.backend() as unknown as WasmBackend, x);
      if (!ours) return stock.gradFunc(dy, saved, attrs);
      return { x: () => gradient(x, dy as Tensorflow.Tensor) };
    },
  });
  tf.registerGradient({
    kernelName: RELU_GRADIENT,
    inputsToSave: ['x'],
    gradFunc: (by, [x]) => ({ x: () => tf.zerosLike(x), dy: () => gradient(x, by as Tensorflow.Tensor) }),
  });
  return () => {
    replace(stock);
    tf.unregisterGradient(RELU_GRADIENT);
  };
}
