import { checkFinite, checkInteger, checkMatrix } from '../../check.js';
import { InputError } from '../../errors.js';
import { matmul } from '../../linalg/matmul.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { type PixelPairs } from '../cntk/pixel-pairs.js';

/**
 * What a layer of an infinitely wide network knows of n samples x and m samples z, each of p = size² pixels (p = 1 for
 * rows of a table): Σ, the covariance of a channel, and Θ, the tangent kernel of all weights so far.
 */
export interface LayerState {
  readonly size: number;
  /** Σ `(n p, m p)`, pixel a of sample i at row i p + a. */
  readonly sigma: Matrix;
  /** Θ `(n p, m p)` */
  readonly theta: Matrix;
  /** Σ of each sample of x with itself `(n p, p)`, and of z: the same object where z is x. */
  readonly x: Matrix;
  readonly z: Matrix;
}

/** A layer's rule. Each file of this folder has one; `serial` puts them together. */
export type KernelLayer = (state: LayerState) => LayerState;

/**
 * Σ = <x, z>, Θ = 0: rows `(n, d)` and `(m, d)` of tables before the first weights.
 * @throws InputError on different numbers of columns, or values that are not finite.
 * @example
 * ```ts
 * tableState(fromRows([[1, 2]]), fromRows([[3, 4]])).sigma; // [[11]]
 * ```
 */
export function tableState(x: Matrix, z: Matrix = x): LayerState {
  return pictureState(x, z, { channels: x.cols });
}

/**
 * Σ[(i, a), (j, b)] = Σ_c x_i[c, a] z_j[c, b], Θ = 0: square pictures `(n, channels size²)`, a channel after the other.
 * @throws InputError if the columns are not `channels` square pictures, or values are not finite.
 * @example
 * ```ts
 * const x = fromRows([[1, 2, 3, 4]]);
 * pictureState(x, x, { channels: 1 }).sigma.get(1, 3); // 8
 * ```
 */
export function pictureState(x: Matrix, z: Matrix, { channels }: { channels: number }): LayerState {
  const fn = 'pictureState';
  checkInteger(fn, 'channels', channels, 1);
  const size = Math.round(Math.sqrt(x.cols / channels));
  if (size < 1 || channels * size ** 2 !== x.cols) {
    const problem = `has ${x.cols} columns`;
    throw new InputError(fn, 'x', problem, `give ${channels} square pictures a row`);
  }
  checkMatrix(fn, 'z', z, { cols: x.cols });
  for (const [name, { data }] of Object.entries({ x, z })) checkFinite(fn, name, data);
  const [left, right] = [pixelRows(x, channels), z === x ? undefined : pixelRows(z, channels)];
  const sigma = matmul(left, right ?? left, { transB: true });
  const ofX = ownPairs(left, size ** 2);
  const ofZ = right === undefined ? ofX : ownPairs(right, size ** 2);
  return { size, sigma, theta: zeros(sigma.rows, sigma.cols), x: ofX, z: ofZ };
}

/** Pictures as a row a pixel, `(n p, channels)`. */
function pixelRows(x: Matrix, channels: number): Matrix {
  const p = x.cols / channels;
  const rows = zeros(x.rows * p, channels);
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < channels; c++) {
      for (let a = 0; a < p; a++) rows.data[(i * p + a) * channels + c] = x.data[i * x.cols + c * p + a];
    }
  }
  return rows;
}

function ownPairs(pixels: Matrix, p: number): Matrix {
  const own = zeros(pixels.rows, p);
  for (let from = 0; from < pixels.rows; from += p) {
    const block = new Matrix(
      p,
      pixels.cols,
      pixels.data.subarray(from * pixels.cols, (from + p) * pixels.cols),
    );
    matmul(block, block, {
      transB: true,
      out: new Matrix(p, p, own.data.subarray(from * p, (from + p) * p)),
    });
  }
  return own;
}

/** The four matrices of a state by one linear map; z stays the same object as x where it was. */
export function mapMatrices(state: LayerState, size: number, map: (m: Matrix) => Matrix): LayerState {
  const x = map(state.x);
  const z = state.z === state.x ? x : map(state.z);
  return { size, sigma: map(state.sigma), theta: map(state.theta), x, z };
}

/** `map` on the pairs of pixels of every two samples. */
export function mapPictures(state: LayerState, map: (pairs: PixelPairs) => PixelPairs): LayerState {
  const { size } = state;
  const p = size ** 2;
  let after = size;
  const blocks = (m: Matrix): Matrix => {
    const [n, k] = [m.rows / p, m.cols / p];
    let out: Matrix | undefined;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) {
        const values = zeros(p, p);
        for (let a = 0; a < p; a++) values.row(a).set(m.row(i * p + a).subarray(j * p, (j + 1) * p));
        const mapped = map({ size, period: size, values });
        const q = mapped.size ** 2;
        after = mapped.size;
        out ??= zeros(n * q, k * q);
        for (let a = 0; a < q; a++) out.row(i * q + a).set(mapped.values.row(a), j * q);
      }
    }
    return out!;
  };
  const mapped = mapMatrices(state, size, blocks);
  return { ...mapped, size: after };
}

export interface WeightOptions {
  /** Variance of the weights, over the number of inputs. Default 1. */
  weights?: number;
  /** Variance of the biases. Default 0, none. */
  biases?: number;
}

/** Σ <- w Σ + b, Θ <- (w Σ + b) + w Θ: what trained weights add to both, once their inputs are summed. */
export function weigh(summed: LayerState, { weights = 1, biases = 0 }: WeightOptions): LayerState {
  const scaled = mapMatrices(
    summed,
    summed.size,
    (m) =>
      new Matrix(
        m.rows,
        m.cols,
        m.data.map((v) => weights * v),
      ),
  );
  for (const own of new Set([scaled.sigma, scaled.x, scaled.z])) {
    for (let i = 0; i < own.data.length; i++) own.data[i] += biases;
  }
  for (let i = 0; i < scaled.theta.data.length; i++) scaled.theta.data[i] += scaled.sigma.data[i];
  return scaled;
}
