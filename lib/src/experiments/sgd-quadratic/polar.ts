import {
  newtonSchulzPolar,
  orthogonalityResidual,
  stochasticPolar,
} from '../../learners/adaptive-sgd/polar-steps.js';
import { matmul } from '../../linalg/matmul.js';
import type { Matrix } from '../../linalg/matrix.js';
import { norm } from '../../linalg/norm.js';
import { qr } from '../../linalg/qr.js';
import { Random } from '../../linalg/random.js';
import { svd } from '../../linalg/svd.js';
import type { Step } from '../../step.js';

export interface PolarSettings {
  d: number;
  /** ‖X₀ - Q‖ of the start, for a random orthogonal Q. */
  residuals: number[];
  epochs: number;
}

export type PolarRow = {
  method: string;
  residual: number;
  epoch: number;
  /** ‖I - XᵀX‖. */
  error: number;
  /** ‖X - U‖, U the polar factor of the start. */
  distance: number;
  /** Half the norm of I - X₀ᵀX₀ beside its diagonal: what full steps are away from U in the end, to first order. */
  half: number;
};

const methods: Record<string, (x: Matrix, order: Int32Array) => Matrix> = {
  'Newton-Schulz': newtonSchulzPolar,
  'columns, half steps': (x, order) => {
    stochasticPolar(x, order, 0.5);
    return x;
  },
  'columns, full steps': (x, order) => {
    stochasticPolar(x, order, 1);
    return x;
  },
};

/** The way to an orthogonal matrix by epochs: the whole Newton-Schulz step, and its columns one at a time. */
export async function polarFactor(
  { d, residuals, epochs }: PolarSettings,
  seed: number,
  step: Step,
): Promise<PolarRow[]> {
  const rows: PolarRow[] = [];
  for (const [k, residual] of residuals.entries()) {
    const random = new Random(seed).fork(residual);
    const { q } = qr(random.fork('q').normalMatrix(d, d));
    const noise = random.fork('noise').normalMatrix(d, d);
    const start = q.clone();
    const scale = residual / norm(noise);
    for (let i = 0; i < d * d; i++) start.data[i] += scale * noise.data[i];
    const { u, vt } = svd(start);
    const polar = matmul(u, vt);
    const lacks = orthogonalityResidual(start);
    for (let i = 0; i < d; i++) lacks.set(i, i, 0);
    const half = norm(lacks) / 2;
    for (const [method, move] of Object.entries(methods)) {
      let x = start.clone();
      const visits = random.fork(method);
      for (let epoch = 0; epoch <= epochs; epoch++) {
        const gap = x.clone();
        for (let i = 0; i < d * d; i++) gap.data[i] -= polar.data[i];
        const error = norm(orthogonalityResidual(x));
        rows.push({ method, residual, epoch, error, distance: norm(gap), half });
        x = move(x, visits.permutation(d));
      }
    }
    await step(k + 1, residuals.length);
  }
  return rows;
}
