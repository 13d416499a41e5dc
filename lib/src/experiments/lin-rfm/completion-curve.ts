import { trainDeepLinear } from '../../features/deep-linear.js';
import { linRfm } from '../../features/lin-rfm.js';
import { minNuclearNorm } from '../../features/nuclear-norm.js';
import { relativeDistance } from '../../features/svd-free-lin-rfm.js';
import type { Matrix } from '../../linalg/matrix.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { completionProblem, relativeError } from './problems.js';

export type CompletionRow = {
  method: string;
  count: number;
  oversampling: number;
  /** ‖Z - Z*‖ / ‖Z*‖ */
  error: number;
  iterations: number;
  /** What the method itself can see at its end: relative change, training loss or relative duality gap. */
  observable: number;
};

export interface CompletionSettings {
  d: number;
  rank: number;
  counts: number[];
  alphas: number[];
  maxIterations: number;
  nuclear: { tolerance: number; maxIterations: number };
}

/** F2: alternating lin-RFM with geometric ridge, stopped when Z changes by less than 1e-5, and the nuclear norm. */
export async function completionCurve(
  { d, rank, counts, alphas, maxIterations, nuclear }: CompletionSettings,
  seed: number,
  step: Step,
): Promise<CompletionRow[]> {
  const rows: CompletionRow[] = [];
  for (const [k, count] of counts.entries()) {
    const { truth, omega, oversampling } = completionProblem({ d, rank, count }, new Random(seed));
    for (const alpha of alphas) {
      let before: Matrix | undefined;
      let iterations = 0;
      for (const z of linRfm(omega, { alpha, sides: 'alternating' })) {
        iterations++;
        const observable = before ? relativeDistance(z, before) : 1;
        if (observable < 1e-5 || iterations === maxIterations) {
          const error = relativeError(z.data, truth.data);
          rows.push({ method: linRfmName(alpha), count, oversampling, error, iterations, observable });
          break;
        }
        before = z;
        if (iterations % 20 === 0) await step(k, counts.length, linRfmName(alpha));
      }
    }
    const convex = await minNuclearNorm(omega, nuclear);
    const { iterations } = convex;
    const observable = convex.gap / convex.nuclearNorm;
    const error = relativeError(convex.z.data, truth.data);
    rows.push({ method: 'nuclear norm', count, oversampling, error, iterations, observable });
    await step(k + 1, counts.length);
  }
  return rows;
}

export interface DeepLinearSettings {
  d: number;
  rank: number;
  counts: number[];
  depths: number[];
  scales: number[];
  learningRate: number;
  steps: number;
}

/** F2 and the claim on small initialisation: deep linear networks on the same problems. */
export async function deepLinearCurve(
  { d, rank, counts, depths, scales, learningRate, steps }: DeepLinearSettings,
  seed: number,
  step: Step,
): Promise<(CompletionRow & { depth: number; scale: number })[]> {
  const rows = [];
  const total = counts.length * depths.length * scales.length;
  for (const count of counts) {
    const { truth, omega, oversampling } = completionProblem({ d, rank, count }, new Random(seed));
    for (const depth of depths) {
      for (const scale of scales) {
        const done = rows.length;
        const random = new Random(seed).fork(`network ${depth}`);
        const inner: Step = (t, of) => step(done + t / of, total, `depth ${depth}`);
        const net = await trainDeepLinear(omega, { depth, scale, learningRate, steps, random, step: inner });
        const error = relativeError(net.z.data, truth.data);
        const method = `deep linear, L = ${depth}`;
        const run = { count, oversampling, error, iterations: net.steps, observable: net.loss };
        rows.push({ method, ...run, depth, scale });
      }
    }
  }
  return rows;
}

const fractions: Record<string, string> = { 0.25: '1/4', 0.375: '3/8', 0.5: '1/2' };

/** `lin-RFM, α = 1/3`. */
export function linRfmName(alpha: number): string {
  return `lin-RFM, α = ${Math.abs(alpha - 1 / 3) < 1e-12 ? '1/3' : (fractions[alpha] ?? alpha)}`;
}
