import { checkInteger, checkNonNegative } from '../check.js';
import { InputError } from '../errors.js';
import { heap } from '../elementwise/heap.js';
import { rowSolve } from '../elementwise/row-solve.js';
import { gram } from '../linalg/gram.js';
import { Matrix, type Precision, type Real, transpose } from '../linalg/matrix.js';
import type { Step } from '../step.js';
import type { LinRfmOptions } from './lin-rfm.js';
import { type Observed, transposeObserved } from './observed.js';
import { geometric } from './schedules.js';

/** One iterate. `z` is a view of working memory: it is overwritten two iterations later and freed at the end. */
export interface SvdFreeIterate {
  t: number;
  ridge: number;
  /** Z, `(rows, cols)`, or Zᵀ where `turned`. */
  z: Matrix;
  turned: boolean;
  /** ‖Zₜ - Zₜ₋₁‖ / ‖Zₜ₋₁‖, which looks at no hidden entry; infinite at t = 0. */
  change(): number;
}

/**
 * lin-RFM at α = 1/2 for matrix completion: P = G itself, so that no decomposition is ever needed.
 *
 *   Z[i,:] = yᵢᵀ (P[O,O] + ρI)⁻¹ P[O,:], then Z = Y on Ω;  P = ZᵀZ/d₁  (P = I at t = 0)
 *
 * With `sides: 'alternating'` (ours) odd iterations do the same for the columns, with P = Z Zᵀ/d₂; no SVD either.
 * The same iterates as `linRfm` at α = 1/2, on memory shared between the threaded row solver and BLAS.
 * @throws InputError on an option out of range.
 * @example
 * ```ts
 * const iterates = svdFreeLinRfm(observed(2, 2, [0, 1, 2], [1, 2, 2]));
 * for (let t = 0; t < 100; t++) iterates.next();
 * iterates.next().value.z; // [[1, 2], [2, 4.000]]
 * ```
 */
export function* svdFreeLinRfm(
  omega: Observed,
  options: Omit<LinRfmOptions, 'alpha'> & { precision?: Precision } = {},
): Generator<SvdFreeIterate, never> {
  const { ridge = geometric(), sides = 'rows', floor = 1e-11, precision = 'float64' } = options;
  if (sides !== 'rows' && sides !== 'alternating') {
    throw new InputError('svdFreeLinRfm', 'sides', `is ${String(sides)}`, "give 'rows' or 'alternating'");
  }
  const kept: (Real | Int32Array)[] = [];
  const keep = <T extends Real | Int32Array>(array: T): T => {
    kept.push(array);
    return array;
  };
  const reals = (length: number): Real =>
    keep(precision === 'float64' ? heap.float64(length) : heap.float32(length));
  const sparse = (side: Observed): { rowPtr: Int32Array; colIdx: Int32Array; y: Real } => {
    const rowPtr = keep(heap.int32(side.rows + 1));
    const colIdx = keep(heap.int32(side.columns.length));
    const y = reals(side.values.length);
    rowPtr.set(side.start);
    colIdx.set(side.columns);
    y.set(side.values);
    return { rowPtr, colIdx, y };
  };
  try {
    const alternating = sides === 'alternating';
    const rowwise = sparse(omega);
    const columnwise = alternating ? sparse(transposeObserved(omega)) : rowwise;
    const { rows, cols } = omega;
    const [current, other] = [reals(rows * cols), reals(rows * cols)];
    const features = reals((alternating ? Math.max(rows, cols) : cols) ** 2);
    let z = new Matrix(rows, cols, current);
    let turned = false;
    let before: Matrix | undefined;
    for (let t = 0; ; t++) {
      const rho = ridge(t, t === 0 ? undefined : () => (turned ? transpose(z) : z));
      if (t === 0) {
        // P = I predicts 0 off Ω.
        z.data.fill(0);
        for (let i = 0; i < rows; i++) {
          for (let k = omega.start[i]; k < omega.start[i + 1]; k++) {
            z.data[i * cols + omega.columns[k]] = omega.values[k];
          }
        }
      } else {
        before = z;
        const size = alternating ? z.rows : z.cols;
        const p = new Matrix(size, size, features.subarray(0, size * size));
        // The AGOP of the side to be solved: an iterate of the other side lies transposed, so that its rows serve.
        gram(z, {
          ...(alternating ? { alpha: 1 / z.cols } : { of: 'columns', alpha: 1 / z.rows }),
          out: p,
          lower: true,
        });
        const free = z.data === current ? other : current;
        turned = alternating && t % 2 === 1;
        z = turned ? new Matrix(cols, rows, free) : new Matrix(rows, cols, free);
        rowSolve({ ...(turned ? columnwise : rowwise), p: p.data, d2: size, ridge: rho, floor, z: z.data });
      }
      const [now, previous] = [z, before];
      yield {
        t,
        ridge: rho,
        z,
        turned,
        change: () => (previous === undefined ? Infinity : relativeDistance(now, previous, alternating)),
      };
    }
  } finally {
    for (const array of kept) heap.free(array);
  }
}

export interface CompleteOptions {
  /** Stops at the first relative change below this. Default 1e-5. */
  tolerance?: number;
  maxIterations?: number;
  step?: Step;
}

/**
 * The completion of Y from Ω by the alternating SVD-free lin-RFM with geometric ridge (ours), `(rows, cols)`, stopped
 * by an observable rule: relative change below `tolerance`.
 * @throws InputError if the tolerance is negative or `maxIterations` no integer of at least 1.
 * @example
 * ```ts
 * const { z } = await complete(observed(2, 2, [0, 1, 2], [1, 2, 2]));
 * z.get(1, 1); // 4.00
 * ```
 */
export async function complete(
  omega: Observed,
  { tolerance = 1e-5, maxIterations = 500, step }: CompleteOptions = {},
): Promise<{ z: Matrix; iterations: number; converged: boolean }> {
  checkNonNegative('complete', 'tolerance', tolerance);
  checkInteger('complete', 'maxIterations', maxIterations, 1);
  for (const iterate of svdFreeLinRfm(omega, { sides: 'alternating' })) {
    const iterations = iterate.t + 1;
    const converged = iterate.change() < tolerance;
    if (converged || iterations === maxIterations) {
      return { z: iterate.turned ? transpose(iterate.z) : iterate.z.clone(), iterations, converged };
    }
    await step?.(iterations, maxIterations, 'lin-RFM');
  }
  throw new Error('unreachable: the generator does not end');
}

/** ‖A - B‖ / ‖B‖ in the Frobenius norm, or with Bᵀ for B if `turned`. */
export function relativeDistance(a: Matrix, b: Matrix, turned = false): number {
  const tile = 32;
  let [apart, norm] = [0, 0];
  for (let i0 = 0; i0 < a.rows; i0 += tile) {
    const iEnd = Math.min(i0 + tile, a.rows);
    for (let j0 = 0; j0 < a.cols; j0 += tile) {
      const jEnd = Math.min(j0 + tile, a.cols);
      for (let i = i0; i < iEnd; i++) {
        // Sums of their own for each row: one long chain of additions would wait for itself.
        let [apartInRow, normOfRow] = [0, 0];
        for (let j = j0; j < jEnd; j++) {
          const value = turned ? b.data[j * b.cols + i] : b.data[i * b.cols + j];
          const miss = a.data[i * a.cols + j] - value;
          apartInRow += miss * miss;
          normOfRow += value * value;
        }
        apart += apartInRow;
        norm += normOfRow;
      }
    }
  }
  return Math.sqrt(apart / norm);
}
