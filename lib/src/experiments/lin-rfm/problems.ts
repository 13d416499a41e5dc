import { observed, type Observed } from '../../features/observed.js';
import { gram } from '../../linalg/gram.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix } from '../../linalg/matrix.js';
import type { Random } from '../../linalg/random.js';

export interface CompletionProblem {
  /** Z*, `(d, d)`, of mean square entry 1. */
  truth: Matrix;
  /** Its `count` observed entries. */
  omega: Observed;
  /** `count` over the r(2d - r) degrees of freedom of a rank-r matrix. */
  oversampling: number;
}

/** Y = UV/√r, U and V standard normal, scaled to ‖Y‖ = d; exactly `count` entries observed, uniformly over all. */
export function completionProblem(
  { d, rank, count }: { d: number; rank: number; count: number },
  random: Random,
): CompletionProblem {
  const u = random.fork('U').normalMatrix(d, rank);
  const v = random.fork('V').normalMatrix(rank, d);
  const truth = matmul(u, v);
  // ‖UV‖² = tr(UᵀU VVᵀ), without reading the large matrix.
  const [uu, vv] = [gram(u, { of: 'columns' }), gram(v)];
  let square = 0;
  for (let k = 0; k < uu.data.length; k++) square += uu.data[k] * vv.data[k];
  const scale = d / Math.sqrt(square);
  for (let k = 0; k < truth.data.length; k++) truth.data[k] *= scale;
  const positions = random.fork('mask').choice(d * d, count);
  const values = Float64Array.from(positions, (at) => truth.data[at]);
  const omega = observed(d, d, positions, values);
  return { truth, omega, oversampling: count / (rank * (2 * d - rank)) };
}

/** Mean square error on the entries that are not observed; Z agrees with the truth on the others. */
export function hiddenMse({ truth, omega }: CompletionProblem, z: Matrix, turned = false): number {
  const d = truth.cols;
  const tile = 32;
  let sum = 0;
  for (let i0 = 0; i0 < d; i0 += tile) {
    for (let j0 = 0; j0 < d; j0 += tile) {
      const [iEnd, jEnd] = [Math.min(i0 + tile, d), Math.min(j0 + tile, d)];
      for (let i = i0; i < iEnd; i++) {
        // A sum of its own for each row: one long chain of additions would wait for itself.
        let sumOfRow = 0;
        for (let j = j0, at = turned ? j0 * d + i : i * d + j0; j < jEnd; j++, at += turned ? d : 1) {
          const miss = truth.data[i * d + j] - z.data[at];
          sumOfRow += miss * miss;
        }
        sum += sumOfRow;
      }
    }
  }
  return sum / (d * d - omega.values.length);
}

export interface SparseProblem {
  /** `(n, d)`, standard normal. */
  x: Matrix;
  /** y = Xβ*, `(n)`. */
  y: Float64Array;
  /** `(d)`, k of them not zero. */
  beta: Float64Array;
}

/**
 * Gaussian design and k-sparse β* on a random support, its values N(0, 1) or all 1. The first n rows for a larger n.
 */
export function sparseProblem(
  { n, d, k, values }: { n: number; d: number; k: number; values: 'gaussian' | 'ones' },
  random: Random,
): SparseProblem {
  const x = random.fork('X').normalMatrix(n, d);
  const beta = new Float64Array(d);
  const draw = random.fork('beta');
  for (const j of draw.choice(d, k)) beta[j] = values === 'ones' ? 1 : draw.normal();
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) y[i] += x.data[i * d + j] * beta[j];
  return { x, y, beta };
}

/** ‖a - b‖ / ‖b‖. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [apart, norm] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    apart += (a[i] - b[i]) ** 2;
    norm += b[i] ** 2;
  }
  return Math.sqrt(apart / norm);
}
