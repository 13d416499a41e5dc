import { completeRows } from '../../features/complete-rows.js';
import { irls } from '../../features/irls.js';
import { linRfm, linRfmAgop } from '../../features/lin-rfm.js';
import { linRfmObjective } from '../../features/lin-rfm-objective.js';
import { svdFreeLinRfm } from '../../features/svd-free-lin-rfm.js';
import { gram } from '../../linalg/gram.js';
import { identity, type Matrix } from '../../linalg/matrix.js';
import { psdPower } from '../../linalg/psd-power.js';
import { Random } from '../../linalg/random.js';
import type { Step } from '../../step.js';
import { completionProblem } from './problems.js';

export interface EquivalenceSettings {
  d: number;
  rank: number;
  count: number;
  alphas: number[];
  ridge: number;
  iterations: number;
}

export type EquivalenceRow = {
  routes: 'IRLS' | 'SVD-free';
  alpha: number;
  p: number;
  t: number;
  /** max |difference| of the iterates */
  difference: number;
};

/**
 * F4: lin-RFM(α) beside IRLS-p, p = 2 - 4α; at α = 1/2 the SVD-free routine beside the spectral one; one fixed ridge.
 */
export async function irlsEquivalence(
  { d, rank, count, alphas, ridge, iterations }: EquivalenceSettings,
  seed: number,
  step: Step,
): Promise<EquivalenceRow[]> {
  const { omega } = completionProblem({ d, rank, count }, new Random(seed));
  const fixed = (): number => ridge;
  const rows: EquivalenceRow[] = [];
  for (const [k, alpha] of alphas.entries()) {
    const p = 2 - 4 * alpha;
    const ours = linRfm(omega, { alpha, ridge: fixed, floor: 0 });
    const theirs = irls(omega, { p, smoothing: fixed });
    const fast = svdFreeLinRfm(omega, { ridge: fixed, floor: 0 });
    let spectral: Matrix | undefined;
    for (let t = 1; t <= iterations; t++) {
      const z = ours.next().value.data;
      rows.push({ routes: 'IRLS', alpha, p, t, difference: largestDifference(z, theirs.next().value.data) });
      if (alpha === 1 / 2) {
        // The general routine as displayed, M = G^α by eigenvalues and P = M²: linRfm itself takes a short cut here.
        spectral = completeRows(
          spectral ? gram(psdPower(linRfmAgop(spectral), alpha)) : identity(d),
          omega,
          ridge,
        );
        const difference = largestDifference(spectral.data, fast.next().value.z.data);
        rows.push({ routes: 'SVD-free', alpha, p, t, difference });
      }
    }
    // Ends the generator, which frees its working memory.
    fast.return(undefined as never);
    await step(k + 1, alphas.length);
  }
  return rows;
}

export interface DescentSettings {
  d: number;
  rank: number;
  count: number;
  alphas: number[];
  ridges: number[];
  iterations: number;
}

export type DescentRow = {
  alpha: number;
  ridge: number;
  t: number;
  objective: number;
  /** (Jₜ - Jₜ₋₁) / |Jₜ₋₁|; 0 at t = 1. */
  increase: number;
};

/** F4: the objective J of lin-RFM along its iterates, the ridge held fixed. */
export async function objectiveDescent(
  { d, rank, count, alphas, ridges, iterations }: DescentSettings,
  seed: number,
  step: Step,
): Promise<DescentRow[]> {
  const { omega } = completionProblem({ d, rank, count }, new Random(seed));
  const rows: DescentRow[] = [];
  for (const [k, alpha] of alphas.entries()) {
    for (const ridge of ridges) {
      const run = linRfm(omega, { alpha, ridge: () => ridge, floor: 0 });
      let before: number | undefined;
      for (let t = 1; t <= iterations; t++) {
        const objective = linRfmObjective(run.next().value, alpha, ridge);
        const increase = before === undefined ? 0 : (objective - before) / Math.abs(before);
        rows.push({ alpha, ridge, t, objective, increase });
        before = objective;
      }
    }
    await step(k + 1, alphas.length);
  }
  return rows;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}
