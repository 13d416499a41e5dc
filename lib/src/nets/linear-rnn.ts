import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';
import { softmaxRows } from './softmax.js';

/**
 * A character network with a linear hidden state: z_t = [category; one-hot letter; h_{t-1}],
 *
 *     h_t = W_i2h z_t,   o_t = log softmax(W_o2o [h_t; W_i2o z_t]).
 *
 * i2h `(H, Z)`, i2o `(A, Z)`, o2o `(A, H + A)`, Z = categories + A + H for an alphabet of A letters.
 */
export interface LinearRnn {
  readonly i2h: Matrix;
  readonly i2o: Matrix;
  readonly o2o: Matrix;
}

/** Sequences of one length: letters `(B, T + 1)`, letter t + 1 being the target at t, and the category of each. */
export interface Sequences {
  categories: Uint8Array;
  letters: Uint8Array[];
}

/** Xavier's uniform start U(±gain √(6 / (fan_in + fan_out))). */
export function linearRnn(
  sizes: { categories: number; letters: number; hidden: number },
  { gain, random }: { gain: number; random: Random },
): LinearRnn {
  const { categories, letters, hidden } = sizes;
  const start = (rows: number, cols: number, name: string): Matrix => {
    const bound = gain * Math.sqrt(6 / (rows + cols));
    const w = random.fork(name).uniformMatrix(rows, cols);
    for (let i = 0; i < w.data.length; i++) w.data[i] = bound * (2 * w.data[i] - 1);
    return w;
  };
  const z = categories + letters + hidden;
  return {
    i2h: start(hidden, z, 'i2h'),
    i2o: start(letters, z, 'i2o'),
    o2o: start(letters, hidden + letters, 'o2o'),
  };
}

interface Moment {
  z: Matrix;
  /** [h_t; W_i2o z_t] */
  both: Matrix;
  /** softmax of the outputs */
  p: Matrix;
}

/** Everything that the steps of a batch leave behind, `(B, ...)` each. */
export function rnnForward({ i2h, i2o, o2o }: LinearRnn, { categories, letters }: Sequences): Moment[] {
  const [hidden, alphabet] = [i2h.rows, i2o.rows];
  const given = i2h.cols - hidden;
  const moments: Moment[] = [];
  for (let t = 0; t + 1 < letters[0].length; t++) {
    const z = zeros(letters.length, i2h.cols);
    const before = moments.at(-1)?.both;
    letters.forEach((word, b) => {
      z.set(b, categories[b], 1);
      z.set(b, given - alphabet + word[t], 1);
      if (before !== undefined) z.row(b).set(before.row(b).subarray(0, hidden), given);
    });
    const both = zeros(letters.length, hidden + alphabet);
    place(both, matmul(z, i2h, { transB: true }), 0);
    place(both, matmul(z, i2o, { transB: true }), hidden);
    const p = matmul(both, o2o, { transB: true });
    softmaxRows(p);
    moments.push({ z, both, p });
  }
  return moments;
}

/** -(1/B) Σ_b Σ_t log p(letter t + 1), the mean over sequences of the sum over steps, and its gradients. */
export function rnnLoss(net: LinearRnn, batch: Sequences): { loss: number; gradients: LinearRnn } {
  const { i2h, i2o, o2o } = net;
  const moments = rnnForward(net, batch);
  const count = batch.letters.length;
  const gradients = { i2h: like(i2h), i2o: like(i2o), o2o: like(o2o) };
  let loss = 0;
  let hiddenDelta = zeros(count, i2h.rows);
  for (let t = moments.length - 1; t >= 0; t--) {
    const { z, both, p } = moments[t];
    batch.letters.forEach((word, b) => {
      loss -= Math.log(p.get(b, word[t + 1])) / count;
      p.set(b, word[t + 1], p.get(b, word[t + 1]) - 1);
    });
    const alpha = 1 / count;
    matmul(p, both, { transA: true, alpha, beta: 1, out: gradients.o2o });
    const delta = matmul(p, o2o, { alpha });
    const toHidden = columns(delta, 0, i2h.rows);
    for (let i = 0; i < toHidden.data.length; i++) toHidden.data[i] += hiddenDelta.data[i];
    const toOutput = columns(delta, i2h.rows, delta.cols);
    matmul(toHidden, z, { transA: true, beta: 1, out: gradients.i2h });
    matmul(toOutput, z, { transA: true, beta: 1, out: gradients.i2o });
    const below = matmul(toHidden, i2h);
    matmul(toOutput, i2o, { beta: 1, out: below });
    hiddenDelta = columns(below, i2h.cols - i2h.rows, i2h.cols);
  }
  return { loss, gradients };
}

/**
 * AGOPs by the inputs of W_i2h and W_i2o: the input of one of them is perturbed at step t alone and the same step's
 * output is differentiated; sum over steps, samples and outputs. With o = log softmax(s), ∂o/∂s = I - 1pᵀ, so
 *
 *     AGOP = W_xᵀ O_xᵀ S O_x W_x,   S = Σ (I - p1ᵀ)(I - 1pᵀ),   O_x = the columns of W_o2o that W_x feeds.
 */
export function rnnAgops(net: LinearRnn, batch: Sequences): { i2h: Matrix; i2o: Matrix } {
  const alphabet = net.i2o.rows;
  const s = zeros(alphabet, alphabet);
  for (const { p } of rnnForward(net, batch)) {
    gram(p, { of: 'columns', alpha: alphabet, beta: 1, out: s });
    for (let b = 0; b < p.rows; b++) {
      for (let i = 0; i < alphabet; i++) {
        for (let j = 0; j < alphabet; j++) s.data[i * alphabet + j] -= p.get(b, i) + p.get(b, j);
        s.data[i * alphabet + i] += 1;
      }
    }
  }
  const of = (w: Matrix, from: number, to: number): Matrix => {
    const j = matmul(columns(net.o2o, from, to), w);
    return matmul(matmul(j, s, { transA: true }), j);
  };
  const agops = { i2h: of(net.i2h, 0, net.i2h.rows), i2o: of(net.i2o, net.i2h.rows, net.o2o.cols) };
  symmetrise(agops.i2h);
  symmetrise(agops.i2o);
  return agops;
}

/** (A + Aᵀ) / 2 in place: a triple product is symmetric up to rounding only. */
export function symmetrise(a: Matrix): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < i; j++) {
      const middle = (a.get(i, j) + a.get(j, i)) / 2;
      a.set(i, j, middle);
      a.set(j, i, middle);
    }
  }
}

function like(w: Matrix): Matrix {
  return zeros(w.rows, w.cols);
}

function place(into: Matrix, part: Matrix, from: number): void {
  for (let i = 0; i < part.rows; i++) into.row(i).set(part.row(i), from);
}

function columns(a: Matrix, from: number, to: number): Matrix {
  const part = zeros(a.rows, to - from);
  for (let i = 0; i < a.rows; i++) part.row(i).set(a.row(i).subarray(from, to));
  return part;
}
