import { heap } from '../elementwise/heap.js';
import { kernel } from '../elementwise/pool.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Real } from '../linalg/matrix.js';
import { transposeInto } from '../linalg/transpose-into.js';
import { activations } from './activations.js';
import { gatherRows } from './gather-rows.js';
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

const readout = kernel('readout');
const readoutStep = kernel('readoutStep');
const reluApply = kernel('reluApply');
const reluChain = kernel('reluChain');

/**
 * W ← W - η ∇L_B for one batch B of rows after the other: the steps of `MlpPass`, to rounding, of a network in double
 * precision with hidden layers and one output. The weights lie in the WebAssembly heap meanwhile, where what is
 * elementwise is done in one pass; the first is transposed there, which is the order that BLAS multiplies few rows by
 * fastest.
 */
export function descendOnBatches(
  net: Mlp,
  batches: readonly Int32Array[],
  { x, y, learningRate, loss }: BatchDescent,
): void {
  const most = batches.reduce((largest, { length }) => Math.max(largest, length), 0);
  if (most === 0) return;
  const space = workspace(net, most);
  const { w } = space;
  const descend = (): void => {
    net.weights.forEach(({ rows, cols, data }, l) => {
      if (l === 0) transposeInto(data, rows, cols, w[0].data);
      else w[l].data.set(data);
    });
    let pass = space.of(most);
    for (const rows of batches) {
      if (rows.length !== pass.f.length) pass = space.of(rows.length);
      step(net, w, pass, { x, y, learningRate, loss, rows });
    }
    net.weights.forEach(({ rows, cols, data }, l) => {
      if (l === 0) transposeInto(w[0].data, cols, rows, data);
      else data.set(w[l].data);
    });
  };
  try {
    onOneThread(most * Math.max(...net.weights.map(({ data }) => data.length)), descend);
  } finally {
    heap.free(space.block);
  }
}

/** Storage of a pass of b samples: their points, what each hidden layer gives and gets back, outputs and targets. */
interface Pass {
  x: Matrix;
  z: Matrix[];
  /** z itself for ReLU, of which no more than the positive part is needed. */
  h: Matrix[];
  delta: Matrix[];
  f: Float64Array;
  g: Float64Array;
  targets: Float64Array;
}

function step(
  net: Mlp,
  w: Matrix[],
  { x, z, h, delta, f, g, targets }: Pass,
  { rows, learningRate, loss, ...points }: BatchDescent & { rows: Int32Array },
): void {
  const relu = net.activation === 'relu';
  const { apply, chain } = activations[net.activation];
  const [b, last] = [rows.length, z.length - 1];
  const input = (l: number): Matrix => (l === 0 ? x : h[l - 1]);
  gatherRows(points.x, rows, x);
  for (let i = 0; i < b; i++) targets[i] = points.y[rows[i]];

  for (let l = 0; l <= last; l++) {
    matmul(input(l), w[l], { transB: l > 0, alpha: scaleOf(net, l), out: z[l] });
    if (!relu) apply(z[l].data, h[l].data);
    else if (l < last) reluApply(z[l].data.byteOffset, z[l].data.length);
  }
  const top = [h[last], w[last + 1], delta[last]].map(({ data }) => data.byteOffset);
  const [scale, k] = [scaleOf(net, last + 1), h[last].cols];
  readout(top[0], top[1], f.byteOffset, b, k, scale, +relu);
  loss.evaluate(f, targets, g);
  readoutStep(g.byteOffset, ...top, b, k, scale, -learningRate * scale, +relu);
  if (!relu) chain(delta[last].data, z[last].data, h[last].data);

  for (let l = last; l >= 0; l--) {
    const alpha = scaleOf(net, l);
    if (l > 0) {
      const below = delta[l - 1].data;
      matmul(delta[l], w[l], { alpha, out: delta[l - 1] });
      if (relu) reluChain(below.byteOffset, h[l - 1].data.byteOffset, below.length);
      else chain(below, z[l - 1].data, h[l - 1].data);
    }
    const [left, right] = l === 0 ? [x, delta[0]] : [delta[l], h[l - 1]];
    matmul(left, right, { transA: true, alpha: -learningRate * alpha, beta: 1, out: w[l] });
  }
}

/** The weights, the first transposed, and storage for up to `most` samples, in one block of the heap. */
function workspace(net: Mlp, most: number): { block: Float64Array; w: Matrix[]; of: (b: number) => Pass } {
  const hidden = net.weights.slice(0, -1);
  const relu = net.activation === 'relu';
  const shapes = [
    ...net.weights.map(({ rows, cols }, l) => (l === 0 ? [cols, rows] : [rows, cols])),
    [most, hidden[0].cols],
    ...[1, 1, relu ? 0 : 1].flatMap((times) => hidden.map(({ rows }) => [times * most, rows])),
    ...[1, 1, 1].map((cols) => [most, cols]),
  ];
  // Whole cache lines.
  const sizes = shapes.map(([rows, cols]) => Math.ceil((rows * cols) / 8) * 8);
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
      const [z, delta] = [group(0), group(1)];
      const [f, g, targets] = parts.slice(-3).map((numbers) => numbers.subarray(0, b));
      return { x: part(layers, b), z, h: relu ? z : group(2), delta, f, g, targets };
    },
  };
}
