import type { DualActivation } from '../../kernels/dual/dual-activation.js';
import { deepKernels } from '../../kernels/dual/deep-kernels.js';
import { kernelTable } from '../../kernels/dual/kernel-table.js';
import { solveSpd } from '../../linalg/solve-spd.js';
import { luSolve } from '../../linalg/lu-solve.js';
import { Matrix, zeros } from '../../linalg/matrix.js';
import { logDistances } from './sphere-data.js';

/** log k as a function of log δ. */
export type LogKernel = (logDelta: number) => number;

/** Σ_i y_i k(x_i, z) for each row of log δ `(m, n)`, scaled row by row so that its largest kernel value is 1. */
export function votes(logDelta: Matrix, y: Float64Array, logKernel: LogKernel): Float64Array {
  const { rows, cols, data } = logDelta;
  const row = new Float64Array(cols);
  return Float64Array.from({ length: rows }, (_, i) => {
    let most = -Infinity;
    for (let j = 0; j < cols; j++) {
      row[j] = logKernel(data[i * cols + j]);
      if (row[j] > most) most = row[j];
    }
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += y[j] * Math.exp(row[j] - most);
    return sum;
  });
}

/** The label of the nearest point. */
export function nearestLabels(logDelta: Matrix, y: Float64Array): Float64Array {
  const { rows, cols, data } = logDelta;
  return Float64Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let j = 1; j < cols; j++) if (data[i * cols + j] < data[i * cols + best]) best = j;
    return y[best];
  });
}

/** sign Σ y, one number for all. */
export const majority = (y: Float64Array, count: number): Float64Array =>
  new Float64Array(count).fill(Math.sign(y.reduce((sum, value) => sum + value, 0)) || 1);

/** Hilbert's estimate: weights ‖z - x‖^(-d). */
export const hilbert =
  (d: number): LogKernel =>
  (logDelta) =>
    (-d / 2) * logDelta;

export type DeepKind = 'nngp' | 'ntk';

/** Outputs y K⁻¹ k of a deep kernel divided by its diagonal, up to one positive factor; `ridge` is relative to the diagonal. */
export function deepRegression(
  train: { x: Matrix; y: Float64Array },
  test: Matrix,
  { dual, kind, depth, ridge = 0 }: { dual: DualActivation; kind: DeepKind; depth: number; ridge?: number },
): { outputs: Float64Array; logScale: number } {
  const { x, y } = train;
  const own = deepKernels(dual, 0, depth)[kind];
  // The cost is points times layers: very deep kernels are smooth and get fewer.
  const points = Math.max(200, Math.min(1200, Math.floor(1e7 / Math.max(1, depth))));
  const table = kernelTable((delta) => deepKernels(dual, delta, depth)[kind] - own, {
    points,
    least: 1e-14,
  });
  const gram = matrixOf(logDistances(x, x), table, 0);
  for (let i = 0; i < x.rows; i++) gram.set(i, i, 1 + ridge);
  const labels = new Matrix(x.rows, 1, y.slice());
  // Kernels that are singular up to rounding have no Cholesky factor.
  const alpha = solveSpd(gram.clone(), labels) ?? luSolve(gram, labels);
  const across = logDistances(test, x);
  let logScale = -Infinity;
  for (let i = 0; i < across.data.length; i++) logScale = Math.max(logScale, table(across.data[i]));
  const k = matrixOf(across, table, logScale);
  const outputs = Float64Array.from({ length: test.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < x.rows; j++) sum += k.data[i * x.rows + j] * alpha.data[j];
    return sum;
  });
  return { outputs, logScale };
}

/** exp(log k - shift), entry by entry. */
function matrixOf(logDelta: Matrix, table: LogKernel, shift: number): Matrix {
  const k = zeros(logDelta.rows, logDelta.cols);
  for (let i = 0; i < k.data.length; i++) k.data[i] = Math.exp(table(logDelta.data[i]) - shift);
  return k;
}

/** Share of equal signs; 0 counts as +1. */
export function agreement(a: Float64Array, b: Float64Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) same += Number(a[i] >= 0 === b[i] >= 0);
  return same / a.length;
}
