import { groupBy, last, least, most } from '../../summary.js';

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
