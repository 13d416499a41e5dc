import { checkInteger } from '../check.js';
import { mapReluStep } from '../elementwise/map-relu-step.js';
import { InputError } from '../errors.js';
import { matmul } from '../linalg/matmul.js';
import { type Matrix, zeros } from '../linalg/matrix.js';
import { checkPoints } from './arguments.js';
import type { FixedPoints } from './kernel.js';
import { rowsOf } from './moved-points.js';

export interface StridedCntkOptions {
  channels: number;
  side: number;
  /** Stride of each convolution; ReLU after all but the last. Default 2, 2, 2, 2, 2, 1, the authors'. */
  strides?: readonly number[];
}

export interface StridedCntk {
  /** K(X, Z), `(n, m)`, of images as rows, planes `(channels, side, side)` one after another; exact diagonal without `z`. */
  matrix(x: Matrix, z?: Matrix): Matrix;
  /** K(X, X), and K(Z, X) of many Z. Holds the windows of X, about (3 / stride)² times its numbers. */
  against(x: Matrix): FixedPoints;
}

// Numbers of all positions' matrices of a block of rows, of which two are held.
const BLOCK = 2 ** 22;

/**
 * The tangent kernel of an infinitely wide network of 3 x 3 convolutions with zero padding ("SAME"), ReLU √2, flatten and a
 * dense layer. Without pooling only equal positions of two images meet, so that each position has a covariance S and a
 * tangent part K of its own:
 *
 *     first:  S[q] = Σ_o <x, z>[sq + o] / channels,  K = S;    ReLU:  K ← K k0(c) + |S| k1(c),  S ← |S| k1(c);
 *     then:   S[q] = Σ_o S[sq + o],  K[q] = Σ_o K[sq + o];     last:  kernel = mean over positions of S + K.
 *
 * Radhakrishnan et al. (2023), Transfer learning with kernel methods, the network of their code. A stride of 2 on an even
 * side pads one row at the far end alone.
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
  const imagesOf = (x: Matrix): Prepared => ({
    x,
    patches: layers[0].map((window) => patches(x, window, shape)),
    variances: variances(x, { ...shape, layers }),
  });
  /** The rows `from` to `to` of K(Z, X), at the first `count` images of X. */
  const block = (z: Matrix, right: Prepared, { from, to, count }: Block): Matrix => {
    const left = rowsOf(z, from, to);
    const zVariances = variances(left, { ...shape, layers });
    let sigma = layers[0].map((window, q) =>
      matmul(patches(left, window, shape), rowsOf(right.patches[q], 0, count), {
        transB: true,
        alpha: 1 / channels,
      }),
    );
    let theta = sigma.map((s) => s.clone());
    for (let l = 0; l < layers.length; l++) {
      if (l > 0)
        [sigma, theta] = [sigma, theta].map((maps) => layers[l].map((window) => sumOf(maps, window)));
      if (l === layers.length - 1) break;
      sigma.forEach((s, q) =>
        mapReluStep(s, theta[q], {
          xVariances: zVariances[l][q],
          zVariances: right.variances[l][q].subarray(0, count),
        }),
      );
    }
    const result = zeros(left.rows, count, z.precision);
    for (const { data } of [...sigma, ...theta]) {
      for (let i = 0; i < data.length; i++) result.data[i] += data[i] / sigma.length;
    }
    return result;
  };
  /** Blocks of as many rows as the maps of all positions may take. */
  const filled = (z: Matrix, right: Prepared, below: boolean): Matrix => {
    const n = right.x.rows;
    const result = zeros(z.rows, n, z.precision);
    const rows = Math.max(1, Math.floor(BLOCK / (layers[0].length * n)));
    for (let from = 0; from < z.rows; from += rows) {
      const to = Math.min(from + rows, z.rows);
      const part = block(z, right, { from, to, count: below ? to : n });
      for (let i = from; i < to; i++) result.data.set(part.row(i - from), i * n);
    }
    return result;
  };
  const symmetric = (images: Prepared): Matrix => {
    const gram = filled(images.x, images, true);
    exactDiagonal(gram, images.variances[layers.length - 1], strides.length);
    return gram;
  };

  return {
    matrix(x, z) {
      check('matrix', x, z);
      return z === undefined ? symmetric(imagesOf(x)) : filled(x, imagesOf(z), false);
    },
    against(x) {
      check('against', x);
      const images = imagesOf(x);
      return {
        gram: () => symmetric(images),
        matrix(z) {
          check('against', z, x);
          return filled(z, images, false);
        },
      };
    },
  };
}

/** Images with the windows of the first convolution, one matrix a position, and S(x, x) after each. */
interface Prepared {
  x: Matrix;
  patches: Matrix[];
  variances: Float64Array[][];
}

interface Block {
  from: number;
  to: number;
  count: number;
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

/** The pixels of one window of all images, all channels, `(n, channels · window)`. */
function patches(x: Matrix, window: readonly number[], { channels, side }: Shape): Matrix {
  const result = zeros(x.rows, channels * window.length, x.precision);
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

function sumOf(maps: readonly Matrix[], window: readonly number[]): Matrix {
  const sum = maps[window[0]].clone();
  for (const p of window.slice(1)) {
    const { data } = maps[p];
    for (let i = 0; i < data.length; i++) sum.data[i] += data[i];
  }
  return sum;
}

/** k(x, x) = (layers + 1) mean S: every ReLU at c = 1 adds S once, and arccos would magnify the rounding of c. */
function exactDiagonal(gram: Matrix, last: readonly Float64Array[], convolutions: number): void {
  for (let i = 0; i < gram.rows; i++) {
    const mean = last.reduce((sum, map) => sum + map[i], 0) / last.length;
    gram.set(i, i, (convolutions + 1) * mean);
    for (let j = 0; j < i; j++) gram.set(j, i, gram.get(i, j));
  }
}
