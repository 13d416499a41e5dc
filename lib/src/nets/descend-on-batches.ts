import { heap } from '../elementwise/heap.js';
import { kernel } from '../elementwise/pool.js';
import { backend } from '../linalg/engine.js';
import type { MatmulOptions } from '../linalg/matmul.js';
import { Matrix, type Real } from '../linalg/matrix.js';
import { transposeInto } from '../linalg/transpose-into.js';
import { activations } from './activations.js';
import { type BatchTaker, batchTaker } from './batch-taker.js';
import type { Loss } from './loss.js';
import type { Mlp } from './mlp.js';
import { onOneThread } from './on-one-thread.js';
import { scaleOf } from './scale-of.js';

/** Labelled points x `(n, d)`, y (n), and how a network descends on them. */
export interface BatchDescent {
  x: Matrix;
  y: Real;
  learningRate: number;
  loss: Loss;
}

const reluReadout = kernel('reluReadout');
const readoutDelta = kernel('readoutDelta');
const reluApply = kernel('reluApply');
const reluChain = kernel('reluChain');
const reluTurn = kernel('reluTurn');

// Samples for which A Bᵀ takes OpenBLAS up to twice as long as with A turned before: fewer or more take the same.
const TURNED = [16, 48];

/**
 * W ← W - η ∇L_B for one batch B of rows after the other: the steps of `MlpPass`, to rounding, of a network in double
 * precision with hidden layers and one output. The weights lie in the WebAssembly heap meanwhile, where what is
 * elementwise is done in one pass; the first is transposed there, which is the order that BLAS multiplies few rows by
 * fastest.
 */
export function descendOnBatches(net: Mlp, batches: readonly Int32Array[], how: BatchDescent): void {
  const most = batches.reduce((largest, { length }) => Math.max(largest, length), 0);
  if (most === 0) return;
  const { block, w, of } = workspace(net, most);
  const taker = batchTaker(how.x, how.y, batches);
  const steps = new Map<number, (rows: Int32Array) => void>();
  const descend = (): void => {
    net.weights.forEach(({ rows, cols, data }, l) => {
      if (l === 0) transposeInto(data, rows, cols, w[0].data);
      else w[l].data.set(data);
    });
    for (const rows of batches) {
      let step = steps.get(rows.length);
      if (step === undefined) {
        step = stepOf(net, w, of(rows.length), { ...how, taker });
        steps.set(rows.length, step);
      }
      step(rows);
    }
    net.weights.forEach(({ rows, cols, data }, l) => {
      if (l === 0) transposeInto(w[0].data, cols, rows, data);
      else data.set(w[l].data);
    });
  };
  try {
    onOneThread(most * Math.max(...net.weights.map(({ data }) => data.length)), descend);
  } finally {
    heap.free(block);
    taker.free();
  }
}

/** Storage of a pass of b samples: their points, what each hidden layer gives and gets back, outputs and targets. */
interface Pass {
  x: Matrix;
  z: Matrix[];
  /** z itself for ReLU, of which no more than the positive part is needed. */
  h: Matrix[];
  /** hᵀ below the last, `(k, b)`, where the next layer takes that. */
  turned: Matrix[] | undefined;
  delta: Matrix[];
  f: Matrix;
  g: Matrix;
  targets: Float64Array;
}

/** A step on batches of one size. What they share is looked up once: a small step is done before it could be twice. */
function stepOf(
  net: Mlp,
  w: Matrix[],
  { x, z, h, turned, delta, f, g, targets }: Pass,
  { taker, learningRate, loss }: BatchDescent & { taker: BatchTaker },
): (rows: Int32Array) => void {
  const relu = net.activation === 'relu';
  const { apply, chain } = activations[net.activation];
  const last = z.length - 1;
  const [forward, back]: (() => void)[][] = [[], []];
  for (let l = 0; l <= last; l++) {
    const [from, to] = [z[l].data, h[l].data];
    const alpha = scaleOf(net, l);
    if (l === 0) forward.push(product(x, w[0], z[0], { alpha }));
    else if (turned === undefined) forward.push(product(h[l - 1], w[l], z[l], { transB: true, alpha }));
    else forward.push(product(turned[l - 1], w[l], z[l], { transA: true, transB: true, alpha }));
    if (!relu) forward.push(() => apply(from, to));
    else if (l === last) continue;
    else if (turned === undefined) forward.push(() => void reluApply(from.byteOffset, from.length));
    else {
      const [{ rows, cols }, out] = [z[l], turned[l].data.byteOffset];
      forward.push(() => void reluTurn(from.byteOffset, out, rows, cols));
    }
  }
  const [top, out] = [h[last], w[last + 1]];
  const scale = scaleOf(net, last + 1);
  if (relu) {
    const [inputs, weights, outputs, slopes, below] = [top, out, f, g, delta[last]].map(
      (m) => m.data.byteOffset,
    );
    const [b, k] = [top.rows, top.cols];
    forward.push(() => void reluReadout(inputs, weights, outputs, b, k, scale));
    back.push(() => void readoutDelta(slopes, weights, inputs, below, b, k, scale));
  } else {
    forward.push(product(top, out, f, { transB: true, alpha: scale }));
    back.push(product(g, out, delta[last], { alpha: scale }));
    back.push(() => chain(delta[last].data, z[last].data, top.data));
  }
  back.push(product(g, top, out, { transA: true, alpha: -learningRate * scale, beta: 1 }));
  for (let l = last; l >= 0; l--) {
    const alpha = scaleOf(net, l);
    if (l > 0) {
      const [below, { data: inputs }] = [delta[l - 1].data, h[l - 1]];
      back.push(product(delta[l], w[l], delta[l - 1], { alpha }));
      if (relu) back.push(() => void reluChain(below.byteOffset, inputs.byteOffset, below.length));
      else back.push(() => chain(below, z[l - 1].data, inputs));
    }
    const [left, right] = l === 0 ? [x, delta[0]] : [delta[l], h[l - 1]];
    back.push(product(left, right, w[l], { transA: true, alpha: -learningRate * alpha, beta: 1 }));
  }
  return (rows) => {
    taker.take(rows, x, targets);
    for (const work of forward) work();
    loss.evaluate(f.data, targets, g.data);
    for (const work of back) work();
  };
}

/** C ← alpha op(A) op(B) + beta C, to be called again and again: `matmul` looks at its arguments each time. */
function product(a: Matrix, b: Matrix, c: Matrix, how: Omit<MatmulOptions, 'out'>): () => void {
  const { transA = false, transB = false, alpha = 1, beta = 0 } = how;
  const [{ rows: m, cols: n }, k] = [c, transA ? a.rows : a.cols];
  return backend().preparedGemm(transA, transB, m, n, k, alpha, a.data, b.data, beta, c.data);
}

/** The weights, the first transposed, and storage for up to `most` samples, in one block of the heap. */
function workspace(net: Mlp, most: number): { block: Float64Array; w: Matrix[]; of: (b: number) => Pass } {
  const hidden = net.weights.slice(0, -1);
  const relu = net.activation === 'relu';
  const shapes = [
    ...net.weights.map(({ rows, cols }, l) => (l === 0 ? [cols, rows] : [rows, cols])),
    [most, hidden[0].cols],
    ...[0, 1, 2].flatMap(() => hidden.map(({ rows }) => [most, rows])),
    ...[1, 1, 1].map((cols) => [most, cols]),
  ];
  // Whole cache lines, and one more: arrays a multiple of 4 KiB apart hold up each other's loads behind their stores.
  const sizes = shapes.map(([rows, cols]) => Math.ceil((rows * cols) / 8 + 1) * 8);
  const block = heap.float64(sizes.reduce((sum, size) => sum + size, 0));
  let from = 0;
  const parts = sizes.map((size) => block.subarray(from, (from += size)));
  const part = (i: number, rows: number): Matrix =>
    new Matrix(rows, shapes[i][1], parts[i].subarray(0, rows * shapes[i][1]));
  const [layers, depth] = [net.weights.length, hidden.length];
  const w = net.weights.map((_, i) => part(i, shapes[i][0]));
  return {
    block,
    w,
    of: (b) => {
      const group = (g: number): Matrix[] => hidden.map((_, l) => part(layers + 1 + g * depth + l, b));
      const [z, delta, more] = [group(0), group(1), group(2)];
      const turns = relu && b >= TURNED[0] && b <= TURNED[1];
      const turned = turns ? more.map(({ cols, data }) => new Matrix(cols, b, data)) : undefined;
      const [f, g] = [3, 2].map((back) => part(parts.length - back, b));
      const targets = parts.at(-1)!.subarray(0, b);
      return { x: part(layers, b), z, h: relu ? z : more, turned, delta, f, g, targets };
    },
  };
}
