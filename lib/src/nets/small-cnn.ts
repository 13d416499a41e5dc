import { checkFinite, checkInteger, checkMatrix } from '../check.js';
import { InputError } from '../errors.js';
import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Precision, zeros } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import { activations } from './activations.js';
import { col2im, im2col, type PatchShape } from './im2col.js';
import { meanSquaredError } from './loss.js';
import { mlp } from './mlp.js';

/**
 * Two convolutions with ReLU and a linear head, bias-free, without padding or pooling:
 *
 *     h₁ = φ(P(x) W₁ᵀ),  h₂ = φ(P(h₁) W₂ᵀ),  f = vec(h₂) W₃ᵀ,   P = the q x q patches as rows.
 *
 * W₁ `(k₁, q²)`, W₂ `(k₂, q² k₁)`, W₃ `(c, p² k₂)`, p = side - 2(q - 1).
 */
export interface SmallCnn {
  readonly weights: readonly [Matrix, Matrix, Matrix];
  readonly side: number;
  readonly patch: number;
}

export interface SmallCnnOptions {
  side: number;
  patch?: number;
  filters: readonly [number, number];
  outputs: number;
  /** Factors of the default start U(±1/√fan_in) of the three weights. */
  scales?: readonly [number, number, number];
  random: Random;
  precision?: Precision;
}

/** A network at its random start. @throws InputError on an empty layer, or an image smaller than two patches need. */
export function smallCnn(options: SmallCnnOptions): SmallCnn {
  const { side, patch = 3, filters, outputs, scales = [1, 1, 1], random, precision } = options;
  checkInteger('smallCnn', 'patch', patch, 1);
  checkInteger('smallCnn', 'side', side, 2 * patch - 1);
  const inputs = [patch ** 2, patch ** 2 * filters[0], (side - 2 * (patch - 1)) ** 2 * filters[1]];
  const [first, second, third] = [...filters, outputs].map((width, l) => {
    const init = { scale: scales[l] };
    const layer = mlp({ widths: [inputs[l], width], init, random: random.fork(`weight ${l}`), precision });
    return layer.weights[0];
  });
  return { weights: [first, second, third], side, patch };
}

/** One pass of n images forward and back, in storage that is kept. */
export class CnnPass {
  readonly #net: SmallCnn;
  readonly #shapes: readonly [PatchShape, PatchShape];
  readonly #patches: Matrix[];
  readonly #z: Matrix[];
  readonly #h: Matrix[];
  readonly #patchGradient: Matrix;
  readonly #delta1: Matrix;

  constructor(net: SmallCnn, n: number) {
    const { weights, side, patch } = net;
    const { precision } = weights[0];
    const sides = [side, side - patch + 1, side - 2 * (patch - 1)];
    this.#net = net;
    this.#shapes = [
      { n, side, channels: 1, patch },
      { n, side: sides[1], channels: weights[0].rows, patch },
    ];
    const rows = [n * sides[1] ** 2, n * sides[2] ** 2];
    this.#patches = rows.map((count, l) => zeros(count, weights[l].cols, precision));
    this.#z = rows.map((count, l) => zeros(count, weights[l].rows, precision));
    this.#h = this.#z.map((z) => z.clone());
    this.#patchGradient = this.#patches[1].clone();
    this.#delta1 = this.#z[0].clone();
  }

  /** f(x), `(n, c)`; x `(n, side²)`. */
  forward(x: Matrix): Matrix {
    const { weights } = this.#net;
    for (const l of [0, 1]) {
      im2col(l === 0 ? x.data : this.#h[0].data, this.#shapes[l], this.#patches[l].data);
      matmul(this.#patches[l], weights[l], { transB: true, out: this.#z[l] });
      activations.relu.apply(this.#z[l].data, this.#h[l].data);
    }
    return matmul(this.hidden(x.rows), weights[2], { transB: true });
  }

  /** ∂L/∂W of the three weights for ∂L/∂f `(n, c)`, after `forward`. */
  backward(outputGradient: Matrix): Matrix[] {
    const third = matmul(outputGradient, this.hidden(outputGradient.rows), { transA: true });
    const [delta1, delta2] = this.deltas(outputGradient);
    const [first, second] = [delta1, delta2].map((delta, l) =>
      matmul(delta, this.#patches[l], { transA: true }),
    );
    return [first, second, third];
  }

  /** Gradients by the patches of both convolutions for ∂L/∂f `(n, c)`: `(n positions², patch² channels)`. */
  patchGradients(outputGradient: Matrix): Matrix[] {
    return this.deltas(outputGradient).map((delta, l) => matmul(delta, this.#net.weights[l]));
  }

  /** ∂L/∂z of both convolutions for ∂L/∂f `(n, c)`, `(n positions², filters)`; views that the next call overwrites. */
  deltas(outputGradient: Matrix): Matrix[] {
    const { weights } = this.#net;
    const [z1, z2] = this.#z;
    const flat = matmul(outputGradient, weights[2]);
    const delta2 = new Matrix(z2.rows, z2.cols, flat.data);
    activations.relu.chain(delta2.data, z2.data, this.#h[1].data);
    matmul(delta2, weights[1], { out: this.#patchGradient });
    const delta1 = this.#delta1;
    col2im(this.#patchGradient.data, this.#shapes[1], delta1.data);
    activations.relu.chain(delta1.data, z1.data, this.#h[0].data);
    return [delta1, delta2];
  }

  /** The patches that convolution l saw in the last `forward`. */
  patches(l: 0 | 1): Matrix {
    return this.#patches[l];
  }

  /** h₂ of the last `forward`, `(n, positions² filters)`. */
  hidden(n: number): Matrix {
    const { data } = this.#h[1];
    return new Matrix(n, data.length / n, data);
  }
}

/**
 * AGOP of both convolutions by their patches: (1/n) Σ over images, positions and outputs of ∇∇ᵀ, beside which the
 * ansatz puts W₁ᵀW₁ and W₂ᵀW₂; x `(n, side²)`.
 */
export function cnnAgops(net: SmallCnn, x: Matrix): Matrix[] {
  checkImages('cnnAgops', net, x);
  const pass = new CnnPass(net, x.rows);
  pass.forward(x);
  const sums = net.weights.slice(0, 2).map((w) => zeros(w.cols, w.cols, w.precision));
  for (let output = 0; output < net.weights[2].rows; output++) {
    const one = zeros(x.rows, net.weights[2].rows, x.precision);
    for (let i = 0; i < x.rows; i++) one.set(i, output, 1);
    pass
      .patchGradients(one)
      .forEach((g, l) => gram(g, { of: 'columns', alpha: 1 / x.rows, beta: 1, out: sums[l] }));
  }
  return sums;
}

/** Mean squared error of the network and its gradients by the three weights; x `(n, side²)`, y `(n, c)`. */
export function cnnLoss(pass: CnnPass, x: Matrix, y: Matrix): { loss: number; gradients: Matrix[] } {
  const outputs = pass.forward(x);
  const delta = zeros(y.rows, y.cols, y.precision);
  const loss = meanSquaredError.evaluate(outputs.data, y.data, delta.data);
  return { loss, gradients: pass.backward(delta) };
}

/** Throws unless x `(n, side²)` is finite and of the precision of the weights. */
export function checkImages(fn: string, { weights, side }: SmallCnn, x: Matrix): void {
  checkMatrix(fn, 'x', x, { cols: side * side });
  if (x.precision !== weights[0].precision) {
    throw new InputError(fn, 'x', `is ${x.precision}`, `the weights are ${weights[0].precision}`);
  }
  checkFinite(fn, 'x', x.data);
}
