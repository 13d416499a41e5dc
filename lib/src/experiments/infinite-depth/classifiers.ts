import type { DualActivation } from '../../kernels/dual/dual-activation.js';
import { deepKernels } from '../../kernels/dual/deep-kernels.js';
import { mapTableExp } from '../../elementwise/log-tables.js';
import { kernelTable, type KernelTable } from '../../kernels/dual/kernel-table.js';
import { matmul } from '../../linalg/matmul.js';
import { solveSpd } from '../../linalg/solve-spd.js';
import { luSolve } from '../../linalg/lu-solve.js';
import { Matrix } from '../../linalg/matrix.js';
import { logDistances } from './sphere-data.js';

/** The label of the nearest of the first y.length points. */
export function nearestLabels(logDelta: Matrix, y: Float64Array): Float64Array {
  const { rows, cols, data } = logDelta;
  return Float64Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let j = 1; j < y.length; j++) if (data[i * cols + j] < data[i * cols + best]) best = j;
    return y[best];
  });
}

/** sign Σ y, one number for all. */
export const majority = (y: Float64Array, count: number): Float64Array =>
  new Float64Array(count).fill(Math.sign(y.reduce((sum, value) => sum + value, 0)) || 1);

/** Hilbert's estimate: weights ‖z - x‖^(-d), a line in log δ. */
export const hilbert = (d: number): KernelTable =>
  kernelTable((delta) => (-d / 2) * Math.log(delta), { points: 2, least: Number.MIN_VALUE });

export type DeepKind = 'nngp' | 'ntk';

export interface DeepKernel {
  dual: DualActivation;
  kind: DeepKind;
  depth: number;
}

/** log K_L(δ) - log K_L(1) as a table. */
export function deepTable({ dual, kind, depth }: DeepKernel): KernelTable {
  const own = deepKernels(dual, 0, depth)[kind];
  // The cost is points times layers: very deep kernels are smooth and get fewer.
  const points = Math.max(200, Math.min(1200, Math.floor(4e6 / Math.max(1, depth))));
  return kernelTable((delta) => deepKernels(dual, delta, depth)[kind] - own, { points, least: 1e-14 });
}

/**
 * Outputs y K⁻¹ k of a kernel that is 1 on the diagonal, up to one positive factor, from log δ of all pairs: among the
 * training points `within` `(n, n)` and from test points `across` `(m, n)`; the ridge is relative to the diagonal.
 */
export function kernelOutputs(
  { within, across }: { within: Matrix; across: Matrix },
  y: Float64Array,
  { table, ridge = 0 }: { table: KernelTable; ridge?: number },
): { outputs: Float64Array; logScale: number } {
  const n = y.length;
  const kernel = within.clone();
  mapTableExp(kernel, table, 0);
  for (let i = 0; i < n; i++) kernel.set(i, i, 1 + ridge);
  const labels = new Matrix(n, 1, y.slice());
  // Kernels that are singular up to rounding have no Cholesky factor.
  const alpha = solveSpd(kernel.clone(), labels) ?? luSolve(kernel, labels);
  let logScale = -Infinity;
  for (const logDelta of across.data) logScale = Math.max(logScale, table(logDelta));
  const k = across.clone();
  mapTableExp(k, table, logScale);
  return { outputs: Float64Array.from(matmul(k, alpha).data), logScale };
}

/** `kernelOutputs` of a deep kernel divided by its diagonal. */
export function deepRegression(
  train: { x: Matrix; y: Float64Array },
  test: Matrix,
  { ridge, ...kernel }: DeepKernel & { ridge?: number },
): { outputs: Float64Array; logScale: number } {
  const far = { within: logDistances(train.x, train.x), across: logDistances(test, train.x) };
  return kernelOutputs(far, train.y, { table: deepTable(kernel), ridge });
}

/** Share of equal signs; 0 counts as +1. */
export function agreement(a: Float64Array, b: Float64Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) same += Number(a[i] >= 0 === b[i] >= 0);
  return same / a.length;
}
