import { gram } from '../linalg/gram.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, zeros } from '../linalg/matrix.js';
import { norm } from '../linalg/norm.js';
import type { Random } from '../linalg/random.js';
import { symmetrise } from './linear-rnn.js';
import { softmaxRows } from './softmax.js';

/**
 * One causal attention head between an embedding and an unembedding, with a residual path:
 *
 *     x_t = E[letter_t] + P[t],  u = layer norm(x),  q, k, v = W_q u, W_k u, W_v u,
 *     a_ts = softmax_{s ≤ t}(q_t · k_s / √D),  y_t = x_t + Σ_s a_ts v_s,  logits_t = U y_t.
 *
 * E, U `(A, D)`, P `(T, D)`, W `(D, D)`.
 */
export interface Attention {
  readonly embedding: Matrix;
  readonly positions: Matrix;
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly unembedding: Matrix;
}

// Added to the variance by the layer norm, as PyTorch does.
const EPSILON = 1e-5;

/** The head at its start: N(0, std²) in query, key and value, N(0, 1/D) in the embeddings. */
export function attention(
  { letters, length, dim }: { letters: number; length: number; dim: number },
  { std, random }: { std: number; random: Random },
): Attention {
  const normal = (rows: number, name: string, deviation: number): Matrix => {
    const w = random.fork(name).normalMatrix(rows, dim);
    for (let i = 0; i < w.data.length; i++) w.data[i] *= deviation;
    return w;
  };
  const embedded = 1 / Math.sqrt(dim);
  return {
    embedding: normal(letters, 'embedding', embedded),
    positions: normal(length, 'positions', embedded),
    query: normal(dim, 'query', std),
    key: normal(dim, 'key', std),
    value: normal(dim, 'value', std),
    unembedding: normal(letters, 'unembedding', embedded),
  };
}

/** Everything that a forward pass leaves behind; rows are the positions of all sequences, sequence by sequence. */
export interface AttentionPass {
  x: Matrix;
  u: Matrix;
  /** 1 / √(variance + ε) of each row of x. */
  inverseDeviation: Float64Array;
  q: Matrix;
  k: Matrix;
  v: Matrix;
  /** Attention `(B T, T)`: row (b, t) holds a_ts, 0 for s > t. */
  weights: Matrix;
  /** Σ_s a_ts v_s. */
  mixed: Matrix;
  y: Matrix;
  /** softmax of the logits. */
  p: Matrix;
}

/** words `(B, T + 1)`: letter t + 1 is the target at t. */
export function attentionForward(net: Attention, words: readonly Uint8Array[]): AttentionPass {
  const length = words[0].length - 1;
  const dim = net.query.cols;
  const x = zeros(words.length * length, dim);
  words.forEach((word, b) => {
    for (let t = 0; t < length; t++) {
      const row = x.row(b * length + t);
      const [letter, position] = [net.embedding.row(word[t]), net.positions.row(t)];
      for (let i = 0; i < dim; i++) row[i] = letter[i] + position[i];
    }
  });
  const { u, inverseDeviation } = layerNorm(x);
  const [q, k, v] = [net.query, net.key, net.value].map((w) => matmul(u, w, { transB: true }));
  const { weights, mixed } = mix(q, k, v, length);
  const y = mixed.clone();
  for (let i = 0; i < y.data.length; i++) y.data[i] += x.data[i];
  const p = matmul(y, net.unembedding, { transB: true });
  softmaxRows(p);
  return { x, u, inverseDeviation, q, k, v, weights, mixed, y, p };
}

/** Causal attention within sequences of `length` rows: a_ts and Σ_s a_ts v_s. */
export function mix(q: Matrix, k: Matrix, v: Matrix, length: number): { weights: Matrix; mixed: Matrix } {
  const scale = 1 / Math.sqrt(q.cols);
  const weights = zeros(q.rows, length);
  const mixed = zeros(v.rows, v.cols);
  for (let row = 0; row < q.rows; row++) {
    const t = row % length;
    const a = new Matrix(1, t + 1, weights.row(row).subarray(0, t + 1));
    for (let s = 0; s <= t; s++) a.data[s] = scale * dot(q, row, k, row - t + s);
    softmaxRows(a);
    for (let s = 0; s <= t; s++) addRow(mixed, row, a.data[s], v, row - t + s);
  }
  return { weights, mixed };
}

/** -mean log p(letter t + 1) over all positions, and its gradients. */
export function attentionLoss(
  net: Attention,
  words: readonly Uint8Array[],
): { loss: number; gradients: Attention } {
  const pass = attentionForward(net, words);
  const { u, q, k, v, weights, y, p } = pass;
  const length = weights.cols;
  let loss = 0;
  for (let row = 0; row < p.rows; row++) {
    const target = words[Math.floor(row / length)][(row % length) + 1];
    loss -= Math.log(p.get(row, target)) / p.rows;
    p.set(row, target, p.get(row, target) - 1);
  }
  const alpha = 1 / p.rows;
  const toY = matmul(p, net.unembedding, { alpha });
  const [toQ, toK, toV] = [q, k, v].map((a) => zeros(a.rows, a.cols));
  const scale = 1 / Math.sqrt(q.cols);
  for (let row = 0; row < q.rows; row++) {
    const t = row % length;
    // The part of a_ts · (∂L/∂a_ts - Σ a ∂L/∂a) that softmax leaves.
    const raised = Float64Array.from({ length: t + 1 }, (_, s) => dot(toY, row, v, row - t + s));
    const mean = raised.reduce((sum, value, s) => sum + weights.get(row, s) * value, 0);
    for (let s = 0; s <= t; s++) {
      const a = weights.get(row, s);
      const score = scale * a * (raised[s] - mean);
      addRow(toV, row - t + s, a, toY, row);
      addRow(toQ, row, score, k, row - t + s);
      addRow(toK, row - t + s, score, q, row);
    }
  }
  const toU = matmul(toQ, net.query);
  matmul(toK, net.key, { beta: 1, out: toU });
  matmul(toV, net.value, { beta: 1, out: toU });
  const toX = layerNormBackward(toU, pass);
  for (let i = 0; i < toX.data.length; i++) toX.data[i] += toY.data[i];
  const [embedding, positions] = [net.embedding, net.positions].map((w) => zeros(w.rows, w.cols));
  for (let row = 0; row < toX.rows; row++) {
    addRow(embedding, words[Math.floor(row / length)][row % length], 1, toX, row);
    addRow(positions, row % length, 1, toX, row);
  }
  const [query, key, value] = [toQ, toK, toV].map((delta) => matmul(delta, u, { transA: true }));
  const unembedding = matmul(p, y, { transA: true, alpha });
  return { loss, gradients: { embedding, positions, query, key, value, unembedding } };
}

/**
 * AGOPs of the logits by the layer norm's output as each of W_q, W_k, W_v alone sees it, summed over pairs of an input
 * and an output position, and over outputs:
 *
 *     ∂logits_t/∂q_t = U Σ_s a_ts (v_s - o_t) k_sᵀ / √D,   ∂logits_t/∂k_s = a_ts U (v_s - o_t) q_tᵀ / √D,
 *     ∂logits_t/∂v_s = a_ts U,   each times its W.
 */
export function attentionAgops(
  net: Attention,
  words: readonly Uint8Array[],
): { query: Matrix; key: Matrix; value: Matrix } {
  const { q, k, v, weights, mixed } = attentionForward(net, words);
  const [length, dim] = [weights.cols, q.cols];
  const [byQuery, scaled] = [zeros(dim, dim), q.clone()];
  let squares = 0;
  for (let row = 0; row < q.rows; row++) {
    const t = row % length;
    // Rows a_ts U (v_s - o_t), and the keys that they meet.
    const [apart, keys] = [zeros(t + 1, dim), zeros(t + 1, dim)];
    for (let s = 0; s <= t; s++) {
      const a = weights.get(row, s);
      addRow(apart, s, a, v, row - t + s);
      addRow(apart, s, -a, mixed, row);
      addRow(keys, s, 1, k, row - t + s);
      squares += a * a;
    }
    const outputs = matmul(apart, net.unembedding, { transB: true });
    gram(matmul(outputs, keys, { transA: true }), { of: 'columns', alpha: 1 / dim, beta: 1, out: byQuery });
    const strength = norm(outputs) / Math.sqrt(dim);
    const into = scaled.row(row);
    for (let i = 0; i < dim; i++) into[i] *= strength;
  }
  return {
    query: within(net.query, byQuery),
    key: within(net.key, gram(scaled, { of: 'columns' })),
    value: within(net.value, gram(net.unembedding, { of: 'columns', alpha: squares })),
  };
}

/** WᵀSW, symmetric to the bit. */
function within(w: Matrix, s: Matrix): Matrix {
  const product = matmul(matmul(w, s, { transA: true }), w);
  symmetrise(product);
  return product;
}

function layerNorm(x: Matrix): { u: Matrix; inverseDeviation: Float64Array } {
  const u = x.clone();
  const inverseDeviation = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    const row = u.row(i);
    let [mean, variance] = [0, 0];
    for (let j = 0; j < row.length; j++) mean += row[j] / row.length;
    for (let j = 0; j < row.length; j++) variance += (row[j] - mean) ** 2 / row.length;
    inverseDeviation[i] = 1 / Math.sqrt(variance + EPSILON);
    for (let j = 0; j < row.length; j++) row[j] = (row[j] - mean) * inverseDeviation[i];
  }
  return { u, inverseDeviation };
}

/** ∂L/∂x = (g - mean g - u mean(g ⊙ u)) / deviation. */
function layerNormBackward(g: Matrix, { u, inverseDeviation }: AttentionPass): Matrix {
  const result = g.clone();
  for (let i = 0; i < g.rows; i++) {
    const [row, unit] = [result.row(i), u.row(i)];
    let [mean, along] = [0, 0];
    for (let j = 0; j < row.length; j++) {
      mean += row[j] / row.length;
      along += (row[j] * unit[j]) / row.length;
    }
    for (let j = 0; j < row.length; j++) row[j] = (row[j] - mean - unit[j] * along) * inverseDeviation[i];
  }
  return result;
}

function dot(a: Matrix, i: number, b: Matrix, j: number): number {
  const { cols } = a;
  let sum = 0;
  for (let c = 0; c < cols; c++) sum += a.data[i * cols + c] * b.data[j * cols + c];
  return sum;
}

/** Row i of `into` gains factor times row j of `a`. */
function addRow(into: Matrix, i: number, factor: number, a: Matrix, j: number): void {
  const { cols } = a;
  for (let c = 0; c < cols; c++) into.data[i * cols + c] += factor * a.data[j * cols + c];
}
