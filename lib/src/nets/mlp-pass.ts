import { matmul } from '../linalg/matmul.js';
import { Matrix, type Real, zeros } from '../linalg/matrix.js';
import { type Activation, activations } from './activations.js';
import type { Mlp } from './mlp-weights.js';
import { scaleOf } from './scale-of.js';

/**
 * One pass of up to `rows` samples forward and back through a network, in storage that is kept from pass to pass:
 *
 *     z_l = s_l h_{l-1} W_lᵀ,  h_l = φ(z_l);   ∂L/∂W_l = s_l δ_lᵀ h_{l-1},  δ_{l-1} = s_l (δ_l W_l) ⊙ φ'(z_{l-1}).
 */
export class MlpPass {
  readonly #net: Mlp;
  readonly #activation: Activation;
  /** Pre-activations z_l and activations h_l of the hidden layers; the last z is the output. */
  readonly #z: Matrix[];
  readonly #h: Matrix[];
  readonly #delta: Matrix[];

  constructor(net: Mlp, rows: number) {
    const { weights } = net;
    const layer = ({ rows: width, precision }: Matrix): Matrix => zeros(rows, width, precision);
    this.#net = net;
    this.#activation = activations[net.activation];
    this.#z = weights.map(layer);
    this.#h = weights.slice(0, -1).map(layer);
    this.#delta = weights.map(layer);
  }

  /** f(x), `(n, c)`, a view that the next pass overwrites; x `(n, d)`, n at most `rows`. */
  forward(x: Matrix): Matrix {
    let h = x;
    for (const [l, w] of this.#net.weights.entries()) {
      const z = matmul(h, w, {
        transB: true,
        alpha: scaleOf(this.#net, l),
        out: first(this.#z[l], x.rows),
      });
      if (l === this.#h.length) return z;
      h = first(this.#h[l], x.rows);
      this.#activation.apply(z.data, h.data);
    }
    throw new RangeError('a network has at least one weight');
  }

  /** Where the derivative of the loss by the outputs of n samples goes before `backward`. */
  outputGradient(n: number): Matrix {
    return first(this.#delta.at(-1)!, n);
  }

  /** ∂L/∂W_l of the batch x of the last `forward` into `gradients[l]`; what is undefined there is left out. */
  backward(x: Matrix, gradients: readonly (Matrix | undefined)[]): void {
    const lowest = gradients.findIndex((g) => g !== undefined);
    for (let l = gradients.length - 1; l >= lowest && lowest >= 0; l--) {
      const out = gradients[l];
      if (out !== undefined) {
        matmul(this.delta(l, x.rows), this.input(x, l), { transA: true, alpha: scaleOf(this.#net, l), out });
      }
      if (l > lowest) this.#chain(x, l);
    }
  }

  /** W_l ← W_l - learningRate ∂L/∂W_l for every l, the gradients added to the weights as they are formed. */
  descend(x: Matrix, learningRate: number): void {
    for (let l = this.#delta.length - 1; l >= 0; l--) {
      if (l > 0) this.#chain(x, l);
      this.#move(x, l, learningRate);
    }
  }

  /** The same step by ∂L/∂f = g (n) of a scalar f whose `outputDeltas` are there, which are multiplied by g. */
  descendBy(x: Matrix, g: Real, learningRate: number): void {
    for (let l = 0; l < this.#delta.length; l++) {
      const { data, cols } = this.delta(l, x.rows);
      for (let i = 0; i < x.rows; i++) {
        const by = g[i];
        for (let at = i * cols; at < (i + 1) * cols; at++) data[at] *= by;
      }
      this.#move(x, l, learningRate);
    }
  }

  // W_l ← W_l - learningRate s_l δ_lᵀ h_{l-1}.
  #move(x: Matrix, l: number, learningRate: number): void {
    const alpha = -learningRate * scaleOf(this.#net, l);
    const out = this.#net.weights[l];
    matmul(this.delta(l, x.rows), this.input(x, l), { transA: true, alpha, beta: 1, out });
  }

  /** ∂f/∂z_l of every sample of the last `forward` of x, for a scalar f, into `delta`, the last layer's first. */
  outputDeltas(x: Matrix): void {
    this.outputGradient(x.rows).data.fill(1);
    for (let l = this.#delta.length - 1; l > 0; l--) this.#chain(x, l);
  }

  /** δ_l of n samples, `(n, k)`. */
  delta(l: number, n: number): Matrix {
    return first(this.#delta[l], n);
  }

  // δ_{l-1} from δ_l.
  #chain(x: Matrix, l: number): void {
    const below = this.delta(l - 1, x.rows);
    matmul(this.delta(l, x.rows), this.#net.weights[l], { alpha: scaleOf(this.#net, l), out: below });
    this.#activation.chain(below.data, this.preActivation(l - 1, x.rows).data, this.input(x, l).data);
  }

  /** The input of weight l of the last `forward` of x: x itself, or h_l, `(n, k)`. */
  input(x: Matrix, l: number): Matrix {
    return l === 0 ? x : first(this.#h[l - 1], x.rows);
  }

  /** What weight l gave in the last `forward` of n samples, `(n, k)`. */
  preActivation(l: number, n: number): Matrix {
    return first(this.#z[l], n);
  }
}

/** The first n rows, as a view. */
function first(a: Matrix, n: number): Matrix {
  return n === a.rows ? a : new Matrix(n, a.cols, a.data.subarray(0, n * a.cols));
}
