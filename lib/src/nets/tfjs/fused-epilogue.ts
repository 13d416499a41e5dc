import { InputError } from '../../errors.js';
import { floats, type Info, type WasmBackend } from './wasm-backend.js';

type Apply = (z: number, alpha: number) => number;

// A NaN fails every comparison and so comes through.
const ACTIVATIONS: Record<string, Apply> = {
  linear: (z) => z,
  relu: (z) => (z < 0 ? 0 : z),
  relu6: (z) => (z < 0 ? 0 : z > 6 ? 6 : z),
  leakyrelu: (z, alpha) => (z < 0 ? alpha * z : z),
  prelu: (z, alpha) => (z < 0 ? alpha * z : z),
  elu: (z) => (z < 0 ? Math.expm1(z) : z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
};

export interface Epilogue {
  bias?: Info;
  activation: string;
  /** Slopes of `prelu` below zero. */
  preluActivationWeights?: Info;
  /** Slope of `leakyrelu` below zero. */
  leakyreluAlpha?: number;
}

/** Throws unless the activation is one that tfjs fuses, and bias and slopes repeat along the result's leading axes. */
export function checkEpilogue(fn: string, { activation, ...rest }: Epilogue, shape: readonly number[]): void {
  if (!Object.hasOwn(ACTIVATIONS, activation)) {
    const known = Object.keys(ACTIVATIONS).join(', ');
    throw new InputError(fn, 'activation', `is ${activation}`, `give one of ${known}`);
  }
  for (const name of ['bias', 'preluActivationWeights'] as const) {
    const tensor = rest[name];
    if (tensor === undefined) continue;
    const own = tensor.shape.slice(tensor.shape.findIndex((size) => size !== 1));
    const fits = size(tensor) === 1 || own.every((length, i) => length === shape.at(i - own.length));
    if (fits) continue;
    const advice = `the result is (${shape.join(', ')}): give the last of these`;
    throw new InputError(fn, name, `has shape (${tensor.shape.join(', ')})`, advice);
  }
}

/** z ← φ(z + bias) in place. */
export function applyEpilogue(backend: WasmBackend, out: Info, epilogue: Epilogue): void {
  const z = floats(backend, out);
  const { bias, activation, preluActivationWeights: slopes, leakyreluAlpha = 0.2 } = epilogue;
  if (bias) repeat(z, floats(backend, bias), (value, b) => value + b);
  if (activation === 'prelu' && slopes) repeat(z, floats(backend, slopes), ACTIVATIONS.prelu);
  else if (activation === 'relu') relu(z);
  else if (activation !== 'linear') repeat(z, new Float32Array([leakyreluAlpha]), ACTIVATIONS[activation]);
}

/** z[i] ← f(z[i], w[i mod length of w]). */
function repeat(z: Float32Array, w: Float32Array, f: Apply): void {
  for (let start = 0; start < z.length; start += w.length) {
    for (let j = 0; j < w.length; j++) z[start + j] = f(z[start + j], w[j]);
  }
}

// The most frequent one has a loop of its own: no call an entry.
function relu(z: Float32Array): void {
  for (let i = 0; i < z.length; i++) if (z[i] < 0) z[i] = 0;
}

function size(tensor: Info): number {
  return tensor.shape.reduce((product, length) => product * length, 1);
}
