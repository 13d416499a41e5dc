import { ridgeSolver } from '../../features/rfm/ridge-solver.js';
import { laplace } from '../../kernels/laplace.js';
import { eigenPro, type EigenProOptions } from '../../learners/eigenpro.js';
import { matmul } from '../../linalg/matmul.js';
import { type Matrix, zeros } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';

export type PassRow = {
  method: 'EigenPro' | 'plain, same batch' | 'plain, own batch' | 'direct';
  /** Passes over the data; 0 for the direct solution. */
  pass: number;
  /** Steps so far, of `batch` rows each. */
  steps: number;
  batch: number;
  trainMse: number;
  testMse: number;
};

export interface PassesSettings {
  n: number;
  tests: number;
  d: number;
  bandwidth: number;
  subsample: number;
  passes: number;
  /** Fewer for the plain steps of two rows each, which take most of the time. */
  ownBatchPasses: number;
}

/**
 * C20: how soon stochastic steps reach the interpolant, y = x₀x₁ + x₅ for normal x. Plain gradient steps are EigenPro
 * without preconditioner, q = 1: with EigenPro's batch, whose step must then be small, and with the largest batch whose
 * step still grows in proportion, which is tiny.
 */
export async function eigenProPasses(
  { n, tests, d, bandwidth, subsample, passes, ownBatchPasses }: PassesSettings,
  seed: number,
  step?: Step,
): Promise<PassRow[]> {
  const random = new Random(seed);
  const x = random.fork('training').normalMatrix(n, d);
  const z = random.fork('test').normalMatrix(tests, d);
  const [y, t] = [targets(x), targets(z)];
  const kernel = laplace({ bandwidth });
  // Held for the errors of every pass; the method itself forms neither.
  const [kx, kz] = [kernel.matrix(x), kernel.matrix(z, x)];
  const errors = (alpha: Matrix): Pick<PassRow, 'trainMse' | 'testMse'> => ({
    trainMse: meanSquare(matmul(kx, alpha), y),
    testMse: meanSquare(matmul(kz, alpha), t),
  });
  const gram = (): Matrix => kx.clone();
  const { alpha: direct } = await ridgeSolver({
    x,
    y,
    kernel,
    metric: undefined,
    ridge: 0,
    gram,
    upperGram: gram,
  });
  const rows: PassRow[] = [{ method: 'direct', pass: 0, steps: 0, batch: n, ...errors(direct) }];
  const run = async (
    method: PassRow['method'],
    epochs: number,
    options: Partial<EigenProOptions>,
  ): Promise<void> => {
    const all = { ...options, kernel, subsample, epochs, seed, step };
    for await (const { epoch, batchSize, alpha } of eigenPro(x, y, all)) {
      const steps = epoch * Math.floor(n / batchSize);
      rows.push({ method, pass: epoch, steps, batch: batchSize, ...errors(alpha) });
    }
  };
  await run('EigenPro', passes, {});
  await run('plain, same batch', passes, { pairs: 1, batchSize: rows.at(-1)!.batch });
  await run('plain, own batch', ownBatchPasses, { pairs: 1 });
  return rows;
}

function targets(x: Matrix): Matrix {
  const y = zeros(x.rows, 1);
  for (let i = 0; i < x.rows; i++) y.data[i] = x.get(i, 0) * x.get(i, 1) + x.get(i, 5);
  return y;
}

function meanSquare(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let k = 0; k < b.data.length; k++) sum += (a.data[k] - b.data[k]) ** 2;
  return sum / b.data.length;
}
