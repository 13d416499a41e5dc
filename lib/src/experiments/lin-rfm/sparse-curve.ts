import { basisPursuit } from '../../features/basis-pursuit.js';
import { trainDeepDiagonals } from '../../features/deep-diagonal.js';
import { linRfmSparse } from '../../features/lin-rfm-sparse.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { linRfmName } from './completion-curve.js';
import { relativeError, sparseProblem } from './problems.js';

export type Coefficients = 'gaussian' | 'ones';

export type SparseRow = {
  method: string;
  values: Coefficients;
  n: number;
  /** ‖θ - β*‖ / ‖β*‖ */
  error: number;
};

export interface SparseSettings {
  d: number;
  k: number;
  samples: number[];
  values: Coefficients[];
  alphas: number[];
  iterations: number;
}

/** F3: diagonal lin-RFM (ε = max(0.8ᵗ, 1e-8)) and basis pursuit; one seed is one trial. */
export async function sparseCurve(
  { d, k, samples, values, alphas, iterations }: SparseSettings,
  seed: number,
  step: Step,
): Promise<SparseRow[]> {
  const rows: SparseRow[] = [];
  for (const kind of values) {
    for (const [at, n] of samples.entries()) {
      const { x, y, beta } = sparseProblem({ n, d, k, values: kind }, new Random(seed));
      for (const alpha of alphas) {
        let t = 0;
        for (const theta of linRfmSparse(x, y, { alpha })) {
          if (++t < iterations) continue;
          rows.push({ method: linRfmName(alpha), values: kind, n, error: relativeError(theta, beta) });
          break;
        }
      }
      const { theta } = basisPursuit(x, y);
      rows.push({ method: 'basis pursuit', values: kind, n, error: relativeError(theta, beta) });
      await step(at + 1, samples.length, kind);
    }
  }
  return rows;
}

export interface DeepDiagonalSettings {
  d: number;
  k: number;
  samples: number[];
  values: Coefficients[];
  /** Depth, start of every entry, learning rate. */
  networks: { depth: number; start: number; learningRate: number }[];
  steps: number;
}

export type DeepDiagonalRow = SparseRow & { depth: number; start: number; loss: number };

/** F3: the networks θ = u^L - v^L on the same problems. */
export async function deepDiagonalCurve(
  { d, k, samples, values, networks, steps }: DeepDiagonalSettings,
  seed: number,
  step: Step,
): Promise<DeepDiagonalRow[]> {
  const rows: DeepDiagonalRow[] = [];
  const total = values.length * samples.length;
  let done = 0;
  for (const kind of values) {
    for (const n of samples) {
      const { x, y, beta } = sparseProblem({ n, d, k, values: kind }, new Random(seed));
      const inner: Step = (t, of, what) => step(done + t / of, total, what);
      const trained = await trainDeepDiagonals(x, y, networks, { steps, step: inner });
      for (const [at, { depth, start }] of networks.entries()) {
        const { theta, loss } = trained[at];
        const error = relativeError(theta, beta);
        rows.push({ method: `deep diagonal, L = ${depth}`, values: kind, n, error, depth, start, loss });
      }
      done++;
    }
  }
  return rows;
}
