import { checkInteger } from '../check.js';
import { heap } from '../elementwise/heap.js';
import { runTiles, workerThreads } from '../elementwise/pool.js';
import { InputError } from '../errors.js';
import { matmul } from '../linalg/matmul.js';
import { Matrix, type Precision, type Real, zeros } from '../linalg/matrix.js';
import { rowView } from '../linalg/row-view.js';
import { checkPoints } from './arguments.js';
import { heapLike, wholeVectors } from './heap-like.js';
import type { FixedPoints } from './kernel.js';

export interface StridedCntkOptions {
  channels: number;
  side: number;
  /** Stride of each convolution; ReLU after all but the last. Default 2, 2, 2, 2, 2, 1, the authors'. */
  strides?: readonly number[];
}

export interface StridedCntk {
  /**
   * K(X, Z), `(n, m)`, of images as rows, planes `(channels, side, side)` one after another; exact diagonal without
   * `z`.
   */
  matrix(x: Matrix, z?: Matrix): Matrix;
  /** K(X, X), and K(Z, X) of many Z. Holds the windows of X, about (3 / stride)² times its numbers. */
  against(x: Matrix): FixedPoints;
}

// Numbers of a block of inner products.
const PRODUCTS = 2 ** 21;
// Bytes of a vector, of a cache line, and of what the kernel keeps at one position: two maps' cells.
const VECTOR = 16;
const LINE = 64;
const CELLS = 64;

/**
 * The tangent kernel of an infinitely wide network of 3 x 3 convolutions with zero padding ("SAME"), ReLU √2, flatten
 * and a dense layer. Without pooling only equal positions of two images meet, so that each position has a covariance S
 * and a tangent part K of its own:
 *
 *     first:  S[q] = Σ_o <x, z>[sq + o] / channels,  K = S;    ReLU:  K ← K k0(c) + |S| k1(c),  S ← |S| k1(c);
 *     then:   S[q] = Σ_o S[sq + o],  K[q] = Σ_o K[sq + o];     last:  kernel = mean over positions of S + K.
 *
 * Radhakrishnan et al. (2023), Transfer learning with kernel methods, the network of their code. A stride of 2 on an
 * even side pads one row at the far end alone.
 * @throws InputError on channels, a side or strides that are no positive integers.
 * @example
 * ```ts
 * const kernel = stridedCntk({ channels: 1, side: 2, strides: [1] });
 * // Each window sees all four pixels of the picture.
 * kernel.matrix(fromRows([[1, 1, 1, 1]])); // [[8]]
 * ```
 */
export function stridedCntk({
  channels,
  side,
  strides = [2, 2, 2, 2, 2, 1],
}: StridedCntkOptions): StridedCntk {
  const fn = 'stridedCntk';
  checkInteger(fn, 'channels', channels, 1);
  checkInteger(fn, 'side', side, 1);
  if (strides.length === 0) throw new InputError(fn, 'strides', 'is empty', 'give one a convolution');
  strides.forEach((stride, l) => checkInteger(fn, `strides[${l}]`, stride, 1));
  const layers = windowsOf(side, strides);

  const shape = { channels, side };
  const check = (method: string, x: Matrix, z?: Matrix): void => {
    checkPoints(`${fn}.${method}`, x, z);
    if (x.cols === channels * side * side) return;
    const advice = `${channels} planes of ${side} x ${side} need ${channels * side * side}`;
    throw new InputError(`${fn}.${method}`, 'x', `has ${x.cols} columns`, advice);
  };
  const prepared = (x: Matrix): Prepared => {
    const maps = variances(x, { ...shape, layers });
    return {
      n: x.rows,
      patches: layers[0].map((window) => patches(x, window, shape)),
      roots: rootsOf(maps.slice(0, -1).flat(), wholeVectors(x.rows), x.precision),
      last: maps[maps.length - 1],
    };
  };
  /** K of all images of the left side with those of the right one; of one and the same the lower triangle. */
  const filled = (left: Prepared, right: Prepared, result: Matrix): Matrix => {
    const most = wholeVectors(PRODUCTS / (layers[0].length * wholeVectors(right.n)));
    for (let from = 0; from < left.n; from += most) {
      const to = Math.min(from + most, left.n);
      block(layers, shape.channels, { left, from, to }, right, result);
    }
    return result;
  };
  const symmetric = (images: Prepared, { rows, precision }: Matrix): Matrix => {
    const gram = filled(images, images, zeros(rows, rows, precision));
    exactDiagonal(gram, images.last, strides.length);
    return gram;
  };

  return {
    matrix(x, z) {
      check('matrix', x, z);
      if (z === undefined) return symmetric(prepared(x), x);
      return filled(prepared(x), prepared(z), zeros(x.rows, z.rows, x.precision));
    },
    against(x) {
      check('against', x);
      const images = prepared(x);
      return {
        gram: () => symmetric(images, x),
        matrix(z) {
          check('against', z, x);
          return filled(prepared(z), images, zeros(z.rows, x.rows, x.precision));
        },
      };
    },
  };
}

/** Images ready for products. */
interface Prepared {
  n: number;
  /** The windows of the first convolution, one matrix a position, rows of zeros up to whole vectors. */
  patches: Matrix[];
  /** √S before each ReLU, images in vectors of `lanes`: `(n / lanes, all positions, lanes)`. */
  roots: Real;
  /** S(x, x) after the last convolution. */
  last: Float64Array[];
}

/** The rows `from` to `to` of K, by a kernel of lib/assembly/strided.ts on their inner products. */
function block(
  layers: readonly number[][][],
  channels: number,
  { left, from, to }: { left: Prepared; from: number; to: number },
  right: Prepared,
  result: Matrix,
): void {
  const lower = left === right;
  const [b, m] = [to - from, wholeVectors(lower ? to : right.n)];
  const positions = layers[0].length;
  const cells = layers.slice(0, -1).flat().length;
  const table = Int32Array.from(
    layers.slice(1).flatMap((windows) => [windows.length, ...windows.flatMap((w) => [w.length, ...w])]),
  );
  const bytes = left.roots.BYTES_PER_ELEMENT;
  const scratchBytes = (CELLS + LINE) * positions;
  const products = heapLike(left.roots, positions * b * m);
  const xRoots = heapLike(left.roots, cells * wholeVectors(b));
  const zRoots = heapLike(left.roots, cells * m);
  const k = heapLike(left.roots, b * m);
  const windows = heap.int32(table.length);
  const scratch = heap.float64((workerThreads() * scratchBytes) / 8);
  try {
    for (let q = 0; q < positions; q++) {
      matmul(rowView(left.patches[q], from, to), rowView(right.patches[q], 0, m), {
        transB: true,
        alpha: 1 / channels,
        out: new Matrix(b, m, products.subarray(q * b * m, (q + 1) * b * m)),
      });
    }
    xRoots.set(left.roots.subarray(from * cells, from * cells + xRoots.length));
    zRoots.set(right.roots.subarray(0, zRoots.length));
    windows.set(table);
    const addresses = [products, xRoots, zRoots, k].map((array) => array.byteOffset);
    const recursion = [windows.byteOffset, layers.length, positions, cells, lower ? from : m];
    runTiles({
      kernel: `stridedTangent${bytes * 8}`,
      params: [...addresses, b, m, ...recursion, scratch.byteOffset, scratchBytes],
      tiles: b * Math.ceil((m * bytes) / LINE),
    });
    const count = Math.min(m, right.n);
    for (let i = from; i < to; i++) {
      const row = (i - from) * m;
      result.data.set(k.subarray(row, row + count), i * result.cols);
    }
  } finally {
    [products, xRoots, zRoots, k, windows, scratch].forEach((array) => heap.free(array));
  }
}

/** For each output position of each convolution, the input positions of its window, those outside left out. */
function windowsOf(side: number, strides: readonly number[]): number[][][] {
  let size = side;
  return strides.map((stride) => {
    const out = Math.ceil(size / stride);
    const padding = Math.floor(Math.max(0, (out - 1) * stride + 3 - size) / 2);
    const inside = (at: number): number[] =>
      [0, 1, 2].map((o) => at * stride + o - padding).filter((p) => p >= 0 && p < size);
    const windows: number[][] = [];
    for (let row = 0; row < out; row++) {
      for (let col = 0; col < out; col++) {
        windows.push(inside(row).flatMap((r) => inside(col).map((c) => r * size + c)));
      }
    }
    size = out;
    return windows;
  });
}

interface Shape {
  channels: number;
  side: number;
}

/**
 * The pixels of one window of all images, all channels, `(n, channels · window)`, rows of zeros up to whole vectors.
 */
function patches(x: Matrix, window: readonly number[], { channels, side }: Shape): Matrix {
  const result = zeros(wholeVectors(x.rows), channels * window.length, x.precision);
  let at = 0;
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < channels; c++) {
      const plane = i * x.cols + c * side * side;
      for (const p of window) result.data[at++] = x.data[plane + p];
    }
  }
  return result;
}

/** S[q](x, x) after each convolution; ReLU √2 leaves it as it is. */
function variances(
  x: Matrix,
  { channels, side, layers }: Shape & { layers: number[][][] },
): Float64Array[][] {
  const area = side * side;
  let maps = Array.from({ length: area }, (_, p) =>
    Float64Array.from({ length: x.rows }, (_, i) => {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += x.data[i * x.cols + c * area + p] ** 2;
      return sum / channels;
    }),
  );
  return layers.map((windows) => {
    const above = maps;
    maps = windows.map((window) => {
      const sum = new Float64Array(x.rows);
      for (const p of window) for (let i = 0; i < sum.length; i++) sum[i] += above[p][i];
      return sum;
    });
    return maps;
  });
}

/** Roots of variances, one map (n) a position, with images in vectors. */
function rootsOf(maps: readonly Float64Array[], m: number, precision: Precision): Real {
  const roots =
    precision === 'float64' ? new Float64Array(maps.length * m) : new Float32Array(maps.length * m);
  const lanes = VECTOR / roots.BYTES_PER_ELEMENT;
  maps.forEach((map, q) =>
    map.forEach((value, i) => {
      roots[(Math.floor(i / lanes) * maps.length + q) * lanes + (i % lanes)] = Math.sqrt(value);
    }),
  );
  return roots;
}

/** k(x, x) = (layers + 1) mean S: every ReLU at c = 1 adds S once, and arccos would magnify the rounding of c. */
function exactDiagonal(gram: Matrix, last: readonly Float64Array[], convolutions: number): void {
  for (let i = 0; i < gram.rows; i++) {
    const mean = last.reduce((sum, map) => sum + map[i], 0) / last.length;
    gram.set(i, i, (convolutions + 1) * mean);
    for (let j = 0; j < i; j++) gram.set(j, i, gram.get(i, j));
  }
}
