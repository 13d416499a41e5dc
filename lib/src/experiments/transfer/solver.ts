import { laplace } from '../../kernels/laplace.js';
import { releasedReluNtk } from '../../kernels/released-relu-ntk.js';
import { reluNtk } from '../../kernels/relu-ntk.js';
import { eigenPro } from '../../learners/eigenpro.js';
import { kernelRegression } from '../../learners/transfer/predictor.js';
import { fromRows } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import type { Digits } from '../rfm/optical-digits.js';
import { accuracy } from '../rfm/accuracy.js';
import { oneHot } from '../rfm/classify.js';
import { rowsOf } from './target-curves.js';

export interface SolverSettings {
  train: number;
  bandwidth: number;
  epochs: number;
}

export type SolverRow = {
  epoch: number;
  /** Largest difference of a test output from the exact solution's. */
  gap: number;
  accuracy: number;
  exactAccuracy: number;
};

/** EigenPro epoch by epoch beside the exact solution of K A = Y, on 8 x 8 digits. */
export function eigenProConvergence({ x, labels }: Digits) {
  return async function convergence(
    { train, bandwidth, epochs }: SolverSettings,
    seed: number,
    step: Step,
  ): Promise<SolverRow[]> {
    const order = Array.from(new Random(seed).permutation(x.rows));
    const [seen, left] = [order.slice(0, train), order.slice(train)];
    const [xs, xt] = [rowsOf(x, seen), rowsOf(x, left)];
    const y = oneHot(
      seen.map((i) => labels[i]),
      10,
    );
    const truth = left.map((i) => labels[i]);
    const kernel = laplace({ bandwidth });
    const exact = kernelRegression(xs, y, { kernel }).predict(xt);
    const rows: SolverRow[] = [];
    for await (const { epoch, predict } of eigenPro(xs, y, { kernel, epochs, seed, subsample: train })) {
      const outputs = predict(xt);
      let gap = 0;
      for (let i = 0; i < outputs.data.length; i++)
        gap = Math.max(gap, Math.abs(outputs.data[i] - exact.data[i]));
      rows.push({ epoch, gap, accuracy: accuracy(outputs, truth), exactAccuracy: accuracy(exact, truth) });
      await step(epoch, epochs);
    }
    return rows;
  };
}

export interface KernelShapesSettings {
  depth: number;
  angles: number[];
}

export type KernelShapesRow = { kernel: string; angle: number; value: number };

/** The kernels of unit vectors against the angle between them, each 1 at angle 0. */
export async function kernelShapes(
  { depth, angles }: KernelShapesSettings,
  _seed: number,
  step: Step,
): Promise<KernelShapesRow[]> {
  const x = fromRows([[1, 0]]);
  const z = fromRows(angles.map((angle) => [Math.cos(angle), Math.sin(angle)]));
  const standard = reluNtk({ depth })
    .matrix(x, z)
    .data.map((value: number) => value / (depth + 1));
  const released = releasedReluNtk({ depth }).matrix(x, z).data;
  await step(1, 1);
  return [
    ...angles.map((angle, i) => ({ kernel: 'ReLU NTK', angle, value: standard[i] })),
    ...angles.map((angle, i) => ({ kernel: 'released variant', angle, value: released[i] })),
    ...[1, 10].flatMap((bandwidth) =>
      angles.map((angle, i) => ({
        kernel: `Laplace, L = ${bandwidth}`,
        angle,
        value: laplace({ bandwidth }).matrix(x, z).data[i],
      })),
    ),
  ];
}
