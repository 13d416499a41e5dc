import { logLaw, type LogLaw } from '../../learners/transfer/log-law.js';
import type { Seeded } from '../../report/row.js';
import { groupBy, least, meanOf, most, where } from '../summary.js';
import type { ViabilityRow } from './drug-screen.js';
import type { LinearLawRow } from './linear-laws.js';
import type { SyntheticProjectionRow } from './synthetic-projection.js';
import type { CurveRow } from './target-curves.js';
import type { TranslationRow } from './translation.js';

type AccuracyRow = { method: string; n: number; accuracy: number };

/** Mean test accuracy of the rows that match. */
export function accuracyAt<R extends AccuracyRow>(rows: readonly R[], match: Partial<R>): number {
  return meanOf(rows, 'accuracy', match);
}

/** Mean test accuracy of a method less that of the baseline, over the rows that match. */
export function gain<R extends AccuracyRow>(rows: readonly R[], method: string, match: Partial<R>): number {
  return accuracyAt(rows, { ...match, method }) - accuracyAt(rows, { ...match, method: 'baseline' });
}

/** The log law through the mean accuracies at these numbers of target examples. */
export function accuracyLaw<R extends AccuracyRow>(
  rows: readonly R[],
  match: Partial<R>,
  sizes: readonly number[],
): LogLaw {
  return logLaw(
    sizes,
    sizes.map((n) => accuracyAt(rows, { ...match, n })),
  );
}

/** Translation less the best of its rivals with `n` target examples, one number a corruption. */
export function leads(rows: readonly TranslationRow[], n: number, rivals: readonly string[]): number[] {
  return [...groupBy(rows, 'corruption').values()].map((alike) => {
    // The source has seen no target example, whatever n.
    const of = (method: string): number =>
      accuracyAt(alike, method === 'source' ? { method } : { method, n });
    return of('translated') - most(rivals.map(of));
  });
}

/** The log law of a method under each corruption. */
export function corruptionLaws(
  rows: readonly TranslationRow[],
  method: string,
  sizes: readonly number[],
): LogLaw[] {
  return [...groupBy(rows, 'corruption').keys()].map((corruption) =>
    accuracyLaw(rows, { corruption, method }, sizes),
  );
}

/** The largest gain by projection at any number of target examples. */
export function largestGain(rows: readonly CurveRow[]): number {
  return most([...groupBy(rows, 'n').keys()].map((n) => gain(rows, 'projected', { n })));
}

/** The better of baseline and projection less safe transfer, by world, source and number of target examples. */
export function safeLosses(rows: readonly Seeded<SyntheticProjectionRow>[]): number[] {
  return where(rows, { method: 'safe transfer' }).map(({ seed, sourceClasses, n }) => {
    const of = (method: string): number => accuracyAt(rows, { seed, sourceClasses, n, method });
    return Math.max(of('baseline'), of('projected')) - of('safe transfer');
  });
}

/** Pearson's r of projection less that of the baseline, one number a seed. */
export function viabilityGains(rows: readonly Seeded<ViabilityRow>[], n: number): number[] {
  return where(rows, { method: 'projected', n }).map(
    ({ seed, pearson }) => pearson - where(rows, { method: 'baseline', n, seed })[0].pearson,
  );
}

/**
 * Distance of the mean risk from the law, or another value, in standard errors; where the trials do not differ,
 * infinite beyond rounding.
 */
export function errorsOff({ risk, error, law }: LinearLawRow, from: number = law!): number {
  const distance = Math.abs(risk - from);
  if (error > 1e-12) return distance / error;
  return distance > 1e-9 ? Infinity : 0;
}

/** The least mean risk beside the peak over the largest far from it, at these numbers of target samples. */
export function peakRatio(
  rows: readonly LinearLawRow[],
  { beside, far }: { beside: readonly number[]; far: readonly number[] },
): number {
  const risks = (sizes: readonly number[]): number[] =>
    sizes.map((targetSamples) => where(rows, { targetSamples })[0].risk);
  return least(risks(beside)) / most(risks(far));
}
