import { agop } from '../features/agop.js';
import { rfmRounds } from '../features/rfm.js';
import { rowsAt } from '../features/rfm/rows.js';
import type { Kernel } from '../kernels/kernel.js';
import { eigh } from '../linalg/eigh.js';
import { gram } from '../linalg/gram.js';
import { allocate, type Matrix, type Real } from '../linalg/matrix.js';
import type { Random } from '../linalg/random.js';

/** Where a node is split: along the first direction that its predictor uses, that its points spread in, or any. */
export type SplitMethod = 'agop' | 'pca' | 'random';

export interface SplitSettings {
  kernel: Kernel;
  ridge: number;
  /** Rows that the kernel machine is fitted to at most, drawn by seed. */
  points: number;
}

/** The direction `(d)` for a node's points, x `(n, d)` and y `(n, c)`. */
export const splitDirections: Record<
  SplitMethod,
  (x: Matrix, y: Matrix, random: Random, settings: SplitSettings) => Real | Promise<Real>
> = {
  async agop(x, y, random, { kernel, ridge, points }) {
    const rows = random.choice(x.rows, Math.min(points, x.rows)).sort();
    const [some, targets] = [rowsAt(x, rows), rowsAt(y, rows)];
    // Round 0, the plain kernel machine: its AGOP is the M of the first round.
    const rounds = rfmRounds(some, targets, { kernel, ridge, rounds: 0 });
    const { value: machine } = await rounds.next();
    await rounds.return();
    return topEigenvector(agop(machine!.gradients(some), { outputs: y.cols }));
  },
  pca: (x) => topEigenvector(gram(centered(x), { of: 'columns', alpha: 1 / x.rows })),
  random(x, _y, random) {
    const v = allocate(x.cols, x.precision);
    for (let k = 0; k < v.length; k++) v[k] = random.normal();
    return v;
  },
};

function topEigenvector(a: Matrix): Real {
  const { vectors } = eigh(a);
  const top = allocate(a.rows, a.precision);
  for (let i = 0; i < top.length; i++) top[i] = vectors.get(i, a.rows - 1);
  return top;
}

function centered(x: Matrix): Matrix {
  const out = x.clone();
  for (let j = 0; j < x.cols; j++) {
    let mean = 0;
    for (let i = 0; i < x.rows; i++) mean += x.get(i, j) / x.rows;
    for (let i = 0; i < x.rows; i++) out.data[i * x.cols + j] -= mean;
  }
  return out;
}
