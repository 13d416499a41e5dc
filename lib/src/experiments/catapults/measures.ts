/** What the claims of notebook 03 state of the rows of its experiments. */

import { groupBy, last, least, mean, meanOf, most, where } from '../summary.js';
import type { BatchSizesRow } from './batch-sizes.js';
import type { FairComparisonRow } from './fair-comparison.js';
import type { InitialScaleRow } from './initial-scale.js';
import type { OptimiserComparisonRow } from './optimiser-comparison.js';
import type { RepeatedCatapultsRow } from './repeated-catapults.js';

/** The rows of each run, one for each seed and learning rate. */
export function runsOf<R extends { seed: number; ratio: number }>(rows: readonly R[]): R[][] {
  return [...groupBy(rows, 'seed').values()].flatMap((own) => [...groupBy(own, 'ratio').values()]);
}

/** The row of the largest loss. */
export function peakOf<R extends { loss: number }>(run: readonly R[]): R {
  return run.reduce((top, row) => (row.loss > top.loss ? row : top));
}

/** Steps after which the loss was larger than before. */
export function risingSteps(run: readonly { loss: number }[]): number {
  return run.filter((row, t) => t > 0 && row.loss > run[t - 1].loss).length;
}

type Runs<K extends string> = readonly (readonly Record<K, number>[])[];

const peaks = <K extends string>(runs: Runs<K>, column: K): number[] =>
  runs.map((run) => most(run.map((row) => row[column])) / run[0][column]);

/** The largest value of a column over its first: that of the run where this is least. */
export function leastPeak<K extends string>(runs: Runs<K>, column: K): number {
  return least(peaks(runs, column));
}

/** The same, of the run where this is largest. */
export function largestPeak<K extends string>(runs: Runs<K>, column: K): number {
  return most(peaks(runs, column));
}

/** The last value of a column over its first, of each run. */
export function endsOverStart<K extends string>(runs: Runs<K>, column: K): number[] {
  return runs.map((run) => last(run)[column] / run[0][column]);
}

/** The share of the loss within the top eigenvectors where the loss is largest, of each run. */
export function sharesAtPeak<K extends 'top1' | 'top5'>(
  runs: readonly (readonly (Record<K, number> & { loss: number })[])[],
  part: K,
): number[] {
  return runs.map(peakOf).map((peak) => peak[part] / peak.loss);
}

/** λ_end/λ_0 of each run. */
export function drops(runs: readonly (readonly { sharpness: number }[])[]): number[] {
  return runs.map((run) => last(run).sharpness);
}

/** The mean of `drops` over the seeds of each rate. */
export function meanDrops(runs: readonly (readonly { ratio: number; sharpness: number }[])[]): number[] {
  const ends = runs.map(last);
  return [...groupBy(ends, 'ratio').values()].map((own) => mean(own.map((row) => row.sharpness)));
}

/** The least and the largest value, as text. */
export function range(values: readonly number[]): string {
  return `${least(values).toFixed(3)} to ${most(values).toFixed(3)}`;
}

/** For each seed the rows of each phase. */
export function phasesBySeed<R extends { seed: number; phase: number }>(rows: readonly R[]): R[][][] {
  return [...groupBy(rows, 'seed').values()].map((own) => [...groupBy(own, 'phase').values()]);
}

/** The largest λ_max after a catapult over before, of these catapults of a task. */
export function largestDrop(
  phases: readonly RepeatedCatapultsRow[],
  task: string,
  catapults: readonly number[],
): number {
  return most(catapults.flatMap((k) => where(phases, { task, catapults: k })).map((row) => row.drop));
}

/** λ_max at the end of each phase but the first over that at its start, phases of so many steps, for all seeds. */
export function fallsByPhase(
  rows: readonly { seed: number; step: number; sharpness: number }[],
  phaseSteps: number,
): number[] {
  const ends = rows.filter((row) => row.step > 0 && row.step % phaseSteps === 0);
  return [...groupBy(ends, 'seed').values()].flatMap((own) =>
    own.slice(1).map((end, k) => end.sharpness / own[k].sharpness),
  );
}

/** The column in the rows that match `one` over that in the row of the same seed that matches `other`. */
export function ratioBySeed<K extends string, R extends Record<K, number> & { seed: number }>(
  rows: readonly R[],
  column: K,
  one: Partial<R>,
  other: Partial<R>,
): number[] {
  return pairs(rows, one, other).map(([a, b]) => a[column] / b[column]);
}

/** The column in the rows that match `one` less that in the row of the same seed that matches `other`. */
export function gainBySeed<K extends string, R extends Record<K, number> & { seed: number }>(
  rows: readonly R[],
  column: K,
  one: Partial<R>,
  other: Partial<R>,
): number[] {
  return pairs(rows, one, other).map(([a, b]) => a[column] - b[column]);
}

function pairs<R extends { seed: number }>(rows: readonly R[], one: Partial<R>, other: Partial<R>): [R, R][] {
  return where(rows, one).map((row) => [row, where(rows, { ...other, seed: row.seed })[0]]);
}

type Count = 'steps' | 'catapults' | 'supercritical' | 'supercriticalCatapults';

const total = (rows: readonly BatchSizesRow[], column: Count): number =>
  rows.reduce((sum, row) => sum + row[column], 0);

/** The share of steps after which the loss of their batch is larger, among steps above its critical rate. */
export function risingAbove(rows: readonly BatchSizesRow[]): number {
  return total(rows, 'supercriticalCatapults') / total(rows, 'supercritical');
}

/** The same among steps at or below its critical rate. */
export function risingBelow(rows: readonly BatchSizesRow[]): number {
  const rising = total(rows, 'catapults') - total(rows, 'supercriticalCatapults');
  return rising / (total(rows, 'steps') - total(rows, 'supercritical'));
}

export type MethodMeans = { method: string; test: number; alignment: number; loss: number };

/** Mean test error and alignment of each method over seeds, and its largest training loss. */
export function methodMeans(rows: readonly OptimiserComparisonRow[]): MethodMeans[] {
  return [...groupBy(rows, 'method')].map(([method, own]) => ({
    method,
    test: meanOf(own, 'test'),
    alignment: meanOf(own, 'alignment'),
    loss: most(own.map((row) => row.loss)),
  }));
}

/** Mean alignment over the rows that match; a run that diverged has none, and counts as 0. */
export function meanAlignment(rows: readonly InitialScaleRow[], match: Partial<InitialScaleRow>): number {
  return mean(where(rows, match).map((row) => row.alignment ?? 0));
}

/** The largest less the smallest mean test error over batch sizes, at one ratio; 1 for a run that diverged. */
export function testSpread(rows: readonly FairComparisonRow[], ratio: number): number {
  const sizes = [...groupBy(where(rows, { ratio }), 'batch').values()];
  const means = sizes.map((own) => mean(own.map((row) => row.test ?? 1)));
  return most(means) - least(means);
}
