import type * as Tensorflow from '@tensorflow/tfjs';
import { runTiles } from '../../elementwise/pool.js';
import { floats, type Info, isShared, type KernelCall, type WasmBackend } from './wasm-backend.js';

// Numbers from which on waking the pool's threads pays, and those of a tile: see lib/assembly/tensors.ts.
const LEAST = 2 ** 16;
const TILE = 2 ** 14;

/** max(x, 0), of large arrays by all threads. */
export function relu(_: typeof Tensorflow, stock: (call: KernelCall<'x'>) => Info) {
  return (call: KernelCall<'x'>): Info => {
    const { x } = call.inputs;
    if (!isLarge(call.backend, x)) return stock(call);
    return mapped(call.backend, 'reluTile32', [x], x.shape);
  };
}

/** a + b, where b repeats along the leading axes of a large a, by all threads. */
export function add(_: typeof Tensorflow, stock: (call: KernelCall<'a' | 'b'>) => Info) {
  return (call: KernelCall<'a' | 'b'>): Info => {
    const { a, b } = call.inputs;
    const cols = b.shape.reduce((product, length) => product * length, 1);
    const own = b.shape.slice(b.shape.findIndex((length) => length !== 1));
    const repeats = cols > 1 && own.every((length, i) => length === a.shape.at(i - own.length));
    const fits = repeats && b.shape.length <= a.shape.length && b.dtype === 'float32' && cols % 4 === 0;
    if (!fits || !isLarge(call.backend, a)) return stock(call);
    return mapped(call.backend, 'addRowTile32', [a, b], a.shape, [cols]);
  };
}

/** Whether `x` is worth the pool's threads. */
export function isLarge(backend: WasmBackend, { dtype, shape }: Info): boolean {
  const size = shape.reduce((product, length) => product * length, 1);
  return isShared(backend) && dtype === 'float32' && size >= LEAST && size % 4 === 0;
}

/** The result of a kernel of lib/assembly/tensors.ts. */
export function mapped(
  backend: WasmBackend,
  kernel: string,
  inputs: readonly Info[],
  shape: number[],
  params: readonly number[] = [],
): Info {
  const out = backend.makeOutput(shape, 'float32');
  const addresses = [...inputs, out].map((tensor) => floats(backend, tensor).byteOffset);
  const { length } = floats(backend, out);
  const tiles = Math.ceil(length / TILE);
  runTiles({ kernel, params: [...addresses, ...params, length], tiles, attached: true });
  return out;
}
