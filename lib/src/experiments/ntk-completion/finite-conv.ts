import { bilinearWeights } from '../../kernels/cntk/bilinear-upsample.js';
import type { CntkLayer } from '../../kernels/cntk/cntk-layers.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

export interface FiniteConvOptions {
  layers: readonly CntkLayer[];
  /** Channels of every hidden layer. */
  width: number;
  slope: number;
  random: Random;
}

/** A layer's linear map between pixels, and the shifts of a convolution. */
interface Passed {
  kind: 'convolution' | 'sampling';
  /** Input of the layer, `(channels, pixels)`. */
  input: Matrix;
  /** Convolution: weights `(out, channels q²)`, and input patches' positions. Sampling: S `(pixels out, pixels in)`. */
  weights: Matrix;
  shifts?: Int32Array[];
  /** Of the activation after the convolution, slope by scale, `(out, pixels)`. */
  slopes?: Matrix;
}

/**
 * <∇_W f_p, ∇_W f_p'> of one random network of finite width, `(pixels, pixels)`: g = conv(h), h' = √(2/(1+b²))/(q √C)
 * φ(g) with standard normal weights, circular padding, first input the prior itself. No Jacobian is stored: weights of
 * a convolution give Σ_s Σ_x,x' Δ_pp'(x, x') H(x + s, x' + s), H the products of the layer's inputs, Δ those of its
 * deltas.
 */
export function finiteConvKernel(prior: Matrix, { layers, width, slope, random }: FiniteConvOptions): Matrix {
  const passed: Passed[] = [];
  let h = prior;
  layers.forEach((layer, l) => {
    const side = Math.sqrt(h.cols);
    if (typeof layer === 'string') {
      const weights = sampling(layer, side);
      passed.push({ kind: 'sampling', input: h, weights });
      h = matmul(h, weights, { transB: true });
      return;
    }
    const q = layer.convolution;
    const last = l === layers.length - 1;
    const shifts = shiftsOf(q, side);
    const weights = random.normalMatrix(last ? 1 : width, h.rows * q * q);
    const g = matmul(weights, patches(h, shifts));
    const record: Passed = { kind: 'convolution', input: h, weights, shifts };
    if (!last) {
      const scale = Math.sqrt(2 / (1 + slope ** 2)) / (q * Math.sqrt(width));
      record.slopes = zeros(g.rows, g.cols);
      for (let i = 0; i < g.data.length; i++) {
        record.slopes.data[i] = scale * (g.data[i] > 0 ? 1 : slope);
        g.data[i] *= record.slopes.data[i];
      }
    }
    passed.push(record);
    h = g;
  });
  return backward(passed, h.cols);
}

/** Row block p of delta is ∂f_p/∂(output of the layer), `(channels, pixels)`. */
function backward(passed: readonly Passed[], pixels: number): Matrix {
  const kernel = zeros(pixels, pixels);
  let deltas = Array.from({ length: pixels }, (_, p) => {
    const delta = zeros(1, pixels);
    delta.set(0, p, 1);
    return delta;
  });
  for (const { kind, input, weights, shifts, slopes } of [...passed].reverse()) {
    if (kind === 'sampling') {
      deltas = deltas.map((delta) => matmul(delta, weights));
      continue;
    }
    if (slopes) deltas.forEach((delta) => delta.data.forEach((_, i) => (delta.data[i] *= slopes.data[i])));
    const products = matmul(input, input, { transA: true });
    const summed = zeros(input.cols, input.cols);
    for (const shift of shifts!) {
      for (let x = 0; x < input.cols; x++) {
        for (let z = 0; z < input.cols; z++)
          summed.data[x * input.cols + z] += products.get(shift[x], shift[z]);
      }
    }
    for (let p = 0; p < pixels; p++) {
      const spread = matmul(deltas[p], summed);
      for (let other = 0; other < pixels; other++) {
        let sum = 0;
        for (let i = 0; i < spread.data.length; i++) sum += spread.data[i] * deltas[other].data[i];
        kernel.data[p * pixels + other] += sum;
      }
    }
    deltas = deltas.map((delta) => scattered(matmul(weights, delta, { transA: true }), shifts!, input.rows));
  }
  return kernel;
}

/** For each shift of the q x q window the pixel that each pixel reads. */
function shiftsOf(q: number, side: number): Int32Array[] {
  const first = -Math.floor(q / 2);
  return Array.from({ length: q * q }, (_, k) => {
    const [down, right] = [first + Math.floor(k / q), first + (k % q)];
    return Int32Array.from({ length: side * side }, (_, p) => {
      const [r, c] = [Math.floor(p / side) + down, (p % side) + right];
      return ((r + side) % side) * side + ((c + side) % side);
    });
  });
}

/** `(channels q², pixels)` */
function patches(h: Matrix, shifts: readonly Int32Array[]): Matrix {
  const out = zeros(h.rows * shifts.length, h.cols);
  for (let c = 0; c < h.rows; c++) {
    shifts.forEach((shift, s) => {
      for (let p = 0; p < h.cols; p++) out.set(c * shifts.length + s, p, h.get(c, shift[p]));
    });
  }
  return out;
}

/** The transpose of `patches`. */
function scattered(g: Matrix, shifts: readonly Int32Array[], channels: number): Matrix {
  const out = zeros(channels, g.cols);
  for (let c = 0; c < channels; c++) {
    shifts.forEach((shift, s) => {
      for (let p = 0; p < g.cols; p++) out.data[c * g.cols + shift[p]] += g.get(c * shifts.length + s, p);
    });
  }
  return out;
}

/** `(pixels out, pixels in)` */
function sampling(layer: 'down' | 'nearest' | 'bilinear', side: number): Matrix {
  const axis = zeros(layer === 'down' ? side / 2 : 2 * side, side);
  if (layer === 'bilinear') axis.data.set(bilinearWeights(side).data);
  else for (let r = 0; r < axis.rows; r++) axis.set(r, layer === 'down' ? 2 * r : r >> 1, 1);
  const out = zeros(axis.rows ** 2, side ** 2);
  for (let p = 0; p < out.rows; p++) {
    for (let k = 0; k < out.cols; k++) {
      const [r, c] = [Math.floor(p / axis.rows), p % axis.rows];
      out.set(p, k, axis.get(r, Math.floor(k / side)) * axis.get(c, k % side));
    }
  }
  return out;
}
