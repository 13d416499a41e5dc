import type * as Tensorflow from '@tensorflow/tfjs';
import { InputError } from '../../errors.js';
import { runNow } from '../../linalg/backend.js';
import { backend as engine } from '../../linalg/engine.js';
import { applyEpilogue, checkEpilogue, type Epilogue } from './fused-epilogue.js';
import { floats, type Info, type KernelCall } from './wasm-backend.js';

type Kernel = (call: KernelCall<'a' | 'b'>) => Info;

/**
 * C = op(A) op(B) of stacks of matrices, A `(..., m, k)`, B `(..., k, n)` or transposed; the leading axes of both are
 * broadcast. The matrices are multiplied where they lie, in the backend's memory.
 */
export function batchMatMul(tf: typeof Tensorflow): Kernel {
  return (call) => product(tf, 'matMul', call);
}

/** φ(op(A) op(B) + bias). */
export function fusedMatMul(tf: typeof Tensorflow): Kernel {
  return (call) => {
    const { bias, preluActivationWeights } = call.inputs;
    const epilogue = { bias, preluActivationWeights, ...call.attrs } as Epilogue;
    const out = product(tf, 'fused matMul', call, epilogue);
    applyEpilogue(call.backend, out, epilogue);
    return out;
  };
}

function product(
  tf: typeof Tensorflow,
  fn: string,
  { inputs: { a, b }, backend, attrs }: KernelCall<'a' | 'b'>,
  epilogue?: Epilogue,
): Info {
  for (const [name, { dtype }] of Object.entries({ a, b })) {
    if (dtype !== 'float32') throw new InputError(fn, name, `is ${dtype}`, 'cast it to float32');
  }
  const [transA, transB] = [attrs.transposeA === true, attrs.transposeB === true];
  const [[m, k], [inner, n]] = [sides(a, transA), sides(b, transB)];
  if (inner !== k) throw new InputError(fn, 'b', `has inner size ${inner}`, `that of a is ${k}`);
  const stack = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...stack, m, n];
  if (epilogue) checkEpilogue(fn, epilogue, shape);
  const out = backend.makeOutput(shape, 'float32');
  const [aAll, bAll, c] = [a, b, out].map((tensor) => floats(backend, tensor));
  if (c.length === 0) return out;
  if (k === 0) {
    c.fill(0);
    return out;
  }
  const [ofA, ofB] = [places(a.shape.slice(0, -2), stack), places(b.shape.slice(0, -2), stack)];
  for (let i = 0; i * m * n < c.length; i++) {
    const at = (all: Float32Array, index: number, size: number): Float32Array =>
      all.subarray(index * size, (index + 1) * size);
    const [from, by, into] = [at(aAll, ofA[i], m * k), at(bAll, ofB[i], k * n), at(c, i, m * n)];
    runNow(engine().gemm(transA, transB, m, n, k, 1, from, by, 0, into));
  }
  return out;
}

/** Rows and columns of op(A). */
function sides({ shape }: Info, trans: boolean): [number, number] {
  const [rows, cols] = shape.slice(-2);
  return trans ? [cols, rows] : [rows, cols];
}

/** For each matrix of the broadcast `stack`, which one it is in a stack of `shape`. */
function places(shape: readonly number[], stack: readonly number[]): Int32Array {
  const whole = [...new Array<number>(stack.length - shape.length).fill(1), ...shape];
  let found = [0];
  for (const [axis, length] of stack.entries()) {
    const steps = Array.from({ length }, (_, i) => (whole[axis] === 1 ? 0 : i));
    found = found.flatMap((place) => steps.map((step) => place * whole[axis] + step));
  }
  return Int32Array.from(found);
}
