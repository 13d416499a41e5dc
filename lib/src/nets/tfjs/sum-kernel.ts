import type * as Tensorflow from '@tensorflow/tfjs';
import { runNow } from '../../linalg/backend.js';
import { backend as engine } from '../../linalg/engine.js';
import { floats, type Info, type KernelCall } from './wasm-backend.js';

type Kernel = (call: KernelCall<'x'>) => Info;

/**
 * Sums over the first axes of X, which are the gradients of biases, are Xᵀ1 for X as a matrix; the stock kernel, which
 * would transpose X first, does the others.
 */
export function sum(tf: typeof Tensorflow, stock: Kernel): Kernel {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const { x } = inputs;
    const axes = tf.util.parseAxisParam(attrs.axis as number[], x.shape);
    const leading = axes.length < x.shape.length && axes.every((axis) => axis < axes.length);
    const empty = x.shape.includes(0);
    if (x.dtype !== 'float32' || !(leading || empty)) return stock(call);
    const summed = (axis: number): boolean => axes.includes(axis);
    const shape = attrs.keepDims
      ? x.shape.map((length, axis) => (summed(axis) ? 1 : length))
      : x.shape.filter((_, axis) => !summed(axis));
    const out = backend.makeOutput(shape, 'float32');
    const [from, into] = [floats(backend, x), floats(backend, out)];
    // Of nothing the stock kernel leaves its result as the memory was.
    if (empty) {
      into.fill(0);
      return out;
    }
    const rows = from.length / into.length;
    runNow(engine().gemv(true, rows, into.length, 1, from, new Float32Array(rows).fill(1), 0, into));
    return out;
  };
}
