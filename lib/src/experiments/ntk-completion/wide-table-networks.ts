import { columnNtk } from '../../kernels/column-ntk.js';
import { completeColumns } from '../../learners/completion/complete-columns.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import { topEigenpairs } from '../../linalg/top-eigenpairs.js';
import type { Step } from '../../step.js';

export interface MonteCarloSettings {
  points: number;
  dimension: number;
  widths: number[];
}

export type MonteCarloRow = {
  width: number;
  /** Largest gap to κ within a row of Y, and largest entry across two rows. */
  within: number;
  across: number;
};

/** <∇f, ∇f> of random two-layer networks beside the closed form, within one row of the matrix and across two. */
export async function monteCarloKernel(
  { points, dimension, widths }: MonteCarloSettings,
  seed: number,
  step: Step,
): Promise<MonteCarloRow[]> {
  const random = new Random(seed);
  const z = random.fork('points').normalMatrix(points, dimension);
  for (let i = 0; i < points; i++) {
    const length = Math.hypot(...z.row(i));
    z.row(i).forEach((value, k, row) => (row[k] = value / length));
  }
  const exact = columnNtk(z, { damping: 0 });
  const inner = matmul(z, z, { transB: true });
  const rows: MonteCarloRow[] = [];
  for (const [w, width] of widths.entries()) {
    const draws = random.fork(width);
    const hidden = matmul(z, draws.normalMatrix(width, dimension), { transB: true });
    const top = draws.normalMatrix(2, width);
    let [within, across] = [0, 0];
    for (let i = 0; i < points; i++) {
      for (let j = 0; j < points; j++) {
        let [own, cross] = [0, 0];
        for (let u = 0; u < width; u++) {
          const [a, b] = [hidden.get(i, u), hidden.get(j, u)];
          if (!(a > 0 && b > 0)) continue;
          own += a * b + inner.get(i, j) * top.get(0, u) ** 2;
          cross += inner.get(i, j) * top.get(0, u) * top.get(1, u);
        }
        within = Math.max(within, Math.abs((2 * own) / width - exact.get(i, j)));
        across = Math.max(across, Math.abs((2 * cross) / width));
      }
    }
    rows.push({ width, within, across });
    await step(w + 1, widths.length);
  }
  return rows;
}

export interface WidthConvergenceSettings {
  observed: number;
  missing: number;
  features: number;
  genes: number;
  widths: number[];
  steps: number;
}

export type WidthConvergenceRow = {
  width: number;
  /** |f - f_∞| / |f_∞| on the missing samples, and the relative training error left. */
  error: number;
  trainError: number;
};

/**
 * Two-layer networks trained by gradient descent on the observed samples, beside the kernel's prediction of the missing
 * ones.
 */
export async function widthConvergence(
  { observed, missing, features, genes, widths, steps }: WidthConvergenceSettings,
  seed: number,
  step: Step,
): Promise<WidthConvergenceRow[]> {
  const random = new Random(seed);
  const all = observed + missing;
  const known = random.fork('prior').normalMatrix(all, features);
  const y = random.fork('values').normalMatrix(observed, genes);
  const limit = completeColumns(y, known);
  // [P, 1.5 I] with rows of length 1, as in the kernel.
  const z = zeros(all, features + all);
  for (let i = 0; i < all; i++) {
    const length = Math.hypot(...known.row(i), 1.5);
    known.row(i).forEach((value, k) => z.set(i, k, value / length));
    z.set(i, features + i, 1.5 / length);
  }
  const rows: WidthConvergenceRow[] = [];
  for (const [w, width] of widths.entries()) {
    const { outputs, trainError } = trainedTwoLayer(z, y, { width, steps, random: random.fork(width) });
    let [gap, size] = [0, 0];
    for (let i = 0; i < missing; i++) {
      for (let g = 0; g < genes; g++) {
        gap += (outputs.get(observed + i, g) - limit.get(i, g)) ** 2;
        size += limit.get(i, g) ** 2;
      }
    }
    rows.push({ width, error: Math.sqrt(gap / size), trainError });
    await step(w + 1, widths.length, `width ${width}`);
  }
  return rows;
}

interface Training {
  width: number;
  steps: number;
  random: Random;
}

/**
 * f = √(2/k) W₂ relu(W₁ z) less its value at the start, both layers by gradient descent on half the squared error over
 * the first rows of z, with step 1/λ_max of the limit kernel.
 */
function trainedTwoLayer(
  z: Matrix,
  y: Matrix,
  { width, steps, random }: Training,
): { outputs: Matrix; trainError: number } {
  const n = y.rows;
  const scale = Math.sqrt(2 / width);
  const [first, second] = [random.normalMatrix(width, z.cols), random.normalMatrix(y.cols, width)];
  const seen = zeros(n, z.cols);
  seen.data.set(z.data.subarray(0, n * z.cols));
  const rate = 1 / topEigenpairs(columnNtk(seen, { damping: 0 }), 1).values[0];
  const forward = (points: Matrix): { hidden: Matrix; outputs: Matrix } => {
    const hidden = matmul(points, first, { transB: true });
    for (let i = 0; i < hidden.data.length; i++) hidden.data[i] = Math.max(hidden.data[i], 0);
    return { hidden, outputs: matmul(hidden, second, { transB: true, alpha: scale }) };
  };
  const start = forward(z).outputs;
  let last = Infinity;
  for (let t = 0; t <= steps; t++) {
    const { hidden, outputs } = forward(seen);
    last = 0;
    for (let i = 0; i < outputs.data.length; i++) {
      outputs.data[i] -= start.data[i] + y.data[i];
      last += outputs.data[i] ** 2;
    }
    if (t === steps) break;
    const back = matmul(outputs, second);
    for (let i = 0; i < back.data.length; i++) if (!(hidden.data[i] > 0)) back.data[i] = 0;
    matmul(outputs, hidden, { transA: true, alpha: -rate * scale, beta: 1, out: second });
    matmul(back, seen, { transA: true, alpha: -rate * scale, beta: 1, out: first });
  }
  const { outputs } = forward(z);
  for (let i = 0; i < outputs.data.length; i++) outputs.data[i] -= start.data[i];
  const size = Array.from(y.data).reduce((sum, value) => sum + value ** 2, 0);
  return { outputs, trainError: Math.sqrt(last / size) };
}
