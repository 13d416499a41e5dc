/** What the claims of notebook 01 state of the rows of its experiments. */

import { groupBy, least, median, medianError, where } from '../summary.js';
import type { CompletionRow } from './completion-curve.js';
import type { LocalOrderRow } from './local-order.js';
import type { LoopOpenedRow } from './loop-opened.js';
import type { RunTimeRow, TargetRow } from './run-time.js';
import type { DeepDiagonalRow } from './sparse-curve.js';

/** The j-th singular value of Zₜ, counted from 1. */
export function singularValue(rows: readonly LoopOpenedRow[], t: number, j: number): number {
  return where(rows, { part: 'spectrum', t, j })[0].z;
}

/** Median error of the rows that match `one` over that of the rows that match `other`. */
export function errorRatio<R extends { error: number }>(
  rows: readonly R[],
  one: Partial<R>,
  other: Partial<R>,
): number {
  return medianError(rows, one) / medianError(rows, other);
}

/** |log₁₀| of the median error of α = 1/4 over that of the nuclear norm, from `count` entries. */
export function distanceFromNuclearNorm(rows: readonly CompletionRow[], count: number): number {
  const ratio = errorRatio(rows, { method: 'lin-RFM, α = 1/4', count }, { method: 'nuclear norm', count });
  return Math.abs(Math.log10(ratio));
}

/** The median error of the best network, a network being a depth and a start, over the rows that match. */
export function leastMedianError(rows: readonly DeepDiagonalRow[], match: Partial<DeepDiagonalRow>): number {
  const networks = [...groupBy(where(rows, match), 'depth').values()].flatMap((alike) => [
    ...groupBy(alike, 'start').values(),
  ]);
  return least(networks.map((own) => medianError(own, {})));
}

/** Seconds of an iteration with an SVD over those of the authors' SVD-free one. */
export function speedUp(rows: readonly RunTimeRow[], d: number): number {
  const seconds = (method: string): number => where(rows, { d, method })[0].seconds;
  return seconds('lin-RFM, SVD at every step') / seconds('lin-RFM, one-sided (authors)');
}

/** Iterations to the hidden error of 1e-3; infinite where it was not reached. */
export function iterationsToTarget(row: TargetRow): number {
  return row.reached ? row.iterations : Infinity;
}

/** Median iterations of the one-sided scheme over those of the alternating one. */
export function iterationsSaved(rows: readonly TargetRow[], d: number): number {
  const iterations = (scheme: TargetRow['scheme']): number =>
    median(where(rows, { d, scheme }).map((row) => row.iterations));
  return iterations('lin-RFM, one-sided (authors)') / iterations('lin-RFM, alternating (ours)');
}

/** The measured order for each α. */
export function orders(rows: readonly LocalOrderRow[]): { alpha: number; order: number }[] {
  return [...groupBy(rows, 'alpha').values()].map(([{ alpha, order }]) => ({ alpha, order }));
}
