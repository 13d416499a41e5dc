import { checkFinite, checkInteger, checkMatrix } from '../../check.js';
import { gemv } from '../../linalg/gemv.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, type Real, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';
import { type ActivationName, activations } from '../activations.js';
import { meanSquaredError } from '../loss.js';
import { checkActivation } from '../mlp.js';

/** f(x) = W₂ φ(W₁ x + b₁) + b₂ with W₁ `(k, d)`, W₂ `(d, k)`; without biases where they are absent. */
export interface Autoencoder {
  w1: Matrix;
  w2: Matrix;
  b1?: Float64Array;
  b2?: Float64Array;
  activation: ActivationName;
}

/** An autoencoder's derivatives of the loss, shaped as its parameters. */
export type AutoencoderGradient = Omit<Autoencoder, 'activation'>;

export interface AutoencoderOptions {
  inputs: number;
  hidden: number;
  activation: ActivationName;
  random: Random;
}

/**
 * An autoencoder at PyTorch's default start of `Linear`: weights and biases ~ U(±1/√fan_in).
 * @throws InputError on an empty layer or an unknown activation.
 * @example
 * ```ts
 * const net = autoencoder({ inputs: 3, hidden: 2, activation: 'relu', random: new Random(0) });
 * [net.w1.rows, net.w1.cols]; // [2, 3]
 * ```
 */
export function autoencoder({ inputs, hidden, activation, random }: AutoencoderOptions): Autoencoder {
  checkInteger('autoencoder', 'inputs', inputs, 1);
  checkInteger('autoencoder', 'hidden', hidden, 1);
  checkActivation('autoencoder', activation);
  const layer = (label: string, rows: number, cols: number): { w: Matrix; b: Float64Array } => {
    const from = random.fork(label);
    const bound = 1 / Math.sqrt(cols);
    const draw = (values: Real): void => {
      for (let i = 0; i < values.length; i++) values[i] = bound * (2 * from.uniform() - 1);
    };
    const [w, b] = [zeros(rows, cols), new Float64Array(rows)];
    draw(w.data);
    draw(b);
    return { w, b };
  };
  const [first, second] = [layer('encoder', hidden, inputs), layer('decoder', inputs, hidden)];
  return { w1: first.w, b1: first.b, w2: second.w, b2: second.b, activation };
}

/** The arrays of the parameters, in one order for networks and their gradients. */
export function autoencoderArrays({ w1, b1, w2, b2 }: AutoencoderGradient): Real[] {
  return [w1.data, ...(b1 ? [b1] : []), w2.data, ...(b2 ? [b2] : [])];
}

/**
 * W₁ x + b₁ for every row of x `(n, d)`; result `(n, k)`: the embedding, before the activation.
 * @throws InputError if x has another width than the network.
 * @example
 * ```ts
 * const net = { w1: fromRows([[1, 1]]), w2: fromRows([[1], [0]]), activation: 'linear' as const };
 * encode(net, fromRows([[3, 4]])); // [[7]]
 * ```
 */
export function encode(net: Autoencoder, x: Matrix): Matrix {
  checkMatrix('encode', 'x', x, { cols: net.w1.cols });
  return affine(x, net.w1, net.b1, zeros(x.rows, net.w1.rows));
}

/**
 * f(x) for every row of x `(n, d)`; result `(n, d)`.
 * @throws InputError if x has another width than the network.
 * @example
 * ```ts
 * const net = { w1: fromRows([[1, 1]]), w2: fromRows([[1], [0]]), activation: 'linear' as const };
 * reconstruct(net, fromRows([[3, 4]])); // [[7, 0]]
 * ```
 */
export function reconstruct(net: Autoencoder, x: Matrix): Matrix {
  checkMatrix('reconstruct', 'x', x, { cols: net.w1.cols });
  const z = encode(net, x);
  activations[net.activation].apply(z.data, z.data);
  return affine(z, net.w2, net.b2, zeros(x.rows, x.cols));
}

/** What one batch needs; ones sum the columns at the speed of BLAS. */
interface Storage {
  z: Matrix;
  h: Matrix;
  /** Outputs, and then the loss's derivatives by them. */
  delta: Matrix;
  back: Matrix;
  ones: Float64Array;
}

/**
 * L = (1/(nd)) Σ |f(x) - x|² over the rows of x `(n, d)` and its gradient; storage is kept between batches of one size.
 * @throws InputError if x has another width than the network or is not finite.
 */
export class AutoencoderPass {
  readonly #net: Autoencoder;
  #storage?: Storage;
  readonly gradient: AutoencoderGradient;

  constructor(net: Autoencoder) {
    this.#net = net;
    this.gradient = {
      w1: zeros(net.w1.rows, net.w1.cols),
      w2: zeros(net.w2.rows, net.w2.cols),
      ...(net.b1 && { b1: new Float64Array(net.b1.length) }),
      ...(net.b2 && { b2: new Float64Array(net.b2.length) }),
    };
  }

  /** The loss on a batch; `gradient` holds its derivatives until the next call. */
  evaluate(x: Matrix): number {
    const { w1, b1, w2, b2, activation } = this.#net;
    checkMatrix('AutoencoderPass', 'x', x, { cols: w1.cols });
    const { z, h, delta, back, ones } = this.#for(x);
    affine(x, w1, b1, z);
    activations[activation].apply(z.data, h.data);
    affine(h, w2, b2, delta);
    const loss = meanSquaredError.evaluate(delta.data, x.data, delta.data);
    // Every entry is in the loss: x is looked through only where that is not finite.
    if (!Number.isFinite(loss)) checkFinite('AutoencoderPass', 'x', x.data);
    const { gradient } = this;
    matmul(delta, h, { transA: true, out: gradient.w2 });
    if (gradient.b2) gemv(delta, ones, { transA: true, out: gradient.b2 });
    matmul(delta, w2, { out: back });
    activations[activation].chain(back.data, z.data, h.data);
    matmul(back, x, { transA: true, out: gradient.w1 });
    if (gradient.b1) gemv(back, ones, { transA: true, out: gradient.b1 });
    return loss;
  }

  #for(x: Matrix): Storage {
    if (this.#storage?.z.rows !== x.rows) {
      const wide = (): Matrix => zeros(x.rows, this.#net.w1.rows);
      const ones = new Float64Array(x.rows).fill(1);
      this.#storage = { z: wide(), h: wide(), delta: zeros(x.rows, x.cols), back: wide(), ones };
    }
    return this.#storage;
  }
}

/** out = x Wᵀ + b. */
function affine(x: Matrix, w: Matrix, b: Float64Array | undefined, out: Matrix): Matrix {
  if (b) repeatRow(b, out.data);
  return matmul(x, w, { transB: true, beta: b ? 1 : 0, out });
}

/** The same row again and again, by copies of twice the length each. */
function repeatRow(row: Float64Array, into: Real): void {
  into.set(row);
  for (let done = row.length; done < into.length; done *= 2)
    into.copyWithin(done, 0, Math.min(done, into.length - done));
}
