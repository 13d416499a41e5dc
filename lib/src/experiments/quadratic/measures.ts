/** What the claims of notebook 06 state of the rows of its experiments. */

import type { Seeded } from '../../report/row.js';
import { correlation, groupBy, last, least, mean, median, most, where } from '../summary.js';
import type { MapRegimesRow } from './map-regimes.js';
import type { OneDimensionalRow } from './one-dimensional-directions.js';
import type { PathLengthRow } from './path-length.js';
import type { RateSweepRow } from './rate-sweep.js';
import type { ModelName } from './three-models.js';
import type { TopDirectionRow } from './top-direction.js';
import type { WidthScalingRow } from './width-scaling.js';

/** The paths of the map from these starts. */
export function pathsFrom<R extends MapRegimesRow>(rows: readonly R[], starts: readonly number[]): R[][] {
  return starts.map((v0) => rows.filter((row) => row.part === 'path' && row.v0 === v0));
}

/** The rows of a path whose loss is larger than that before. */
export function rises<R extends { u: number }>(path: readonly R[]): R[] {
  return path.filter((row, t) => t > 0 && row.u > path[t - 1].u);
}

/** The largest u of the map that starts at v₀. */
export function peakFrom(rows: readonly MapRegimesRow[], v0: number): number {
  return rows.find((row) => row.part === 'end' && Math.abs(row.v0 - v0) < 1e-9)!.peak;
}

/** The rows of each run: one for each seed and each value of these columns. */
export function runsOf<R extends { seed: number }>(rows: readonly R[], ...columns: (keyof R)[]): R[][] {
  return [...groupBy(rows, 'seed').values()].flatMap((own) =>
    columns.reduce<R[][]>((runs, column) => runs.flatMap((run) => [...groupBy(run, column).values()]), [own]),
  );
}

type Runs<K extends string> = readonly (readonly Record<K, number>[])[];

/** The largest value of a column over its first, of each run. */
export function peaks<K extends string>(runs: Runs<K>, column: K): number[] {
  return runs.map((run) => most(run.map((row) => row[column])) / run[0][column]);
}

/** The last value of a column, of each run. */
export function ends<K extends string>(runs: Runs<K>, column: K): number[] {
  return runs.map((run) => last(run)[column]);
}

/** Largest relative difference of λ₁ between each run and the one of the same place in `others`. */
export function kernelGaps(
  runs: readonly (readonly OneDimensionalRow[])[],
  others: readonly (readonly OneDimensionalRow[])[],
): number[] {
  return runs.map((run, k) =>
    most(run.map((row, t) => Math.abs(row.lambda1 - others[k][t].lambda1) / others[k][t].lambda1)),
  );
}

export interface DirectionTerms {
  /** The residual term at every step whose loss is above 5 % of its run's peak. */
  residual: number[];
  /** Of each run the correlation of loss and kernel term. */
  correlations: number[];
  /** Of each run the share of the loss along p₁ where the loss is largest. */
  shares: number[];
}

/** The terms along the top eigenvector, of these runs. */
export function directionTerms(runs: readonly (readonly TopDirectionRow[])[]): DirectionTerms {
  const tops = runs.map((run) => run.reduce((top, row) => (row.loss > top.loss ? row : top)));
  const large = runs.flatMap((run, k) => run.filter((row) => row.loss > 0.05 * tops[k].loss));
  return {
    residual: large.map((row) => row.residualTerm),
    correlations: runs.map((run) =>
      correlation(
        run.map((row) => row.loss),
        run.map((row) => row.kernelTerm),
      ),
    ),
    shares: tops.map((row) => row.top / row.loss),
  };
}

/** Peak of the loss times γ², the median of runs of one γ. */
export function scaledPeak(runs: readonly (readonly { gamma: number; loss: number }[])[]): number {
  return median(runs.map((run) => most(run.map((row) => row.loss)) * run[0].gamma ** 2));
}

/** Largest less least of a column over widths, of each run. */
export function spreads(
  runs: readonly (readonly WidthScalingRow[])[],
  column: 'peak' | 'sharpness',
): number[] {
  return runs.map((run) => most(run.map((row) => row[column])) - least(run.map((row) => row[column])));
}

/** Largest over least of a column over widths, less one, of each run. */
export function relativeSpreads(
  runs: readonly (readonly WidthScalingRow[])[],
  column: 'peak' | 'sharpness',
): number[] {
  return runs.map((run) => most(run.map((row) => row[column])) / least(run.map((row) => row[column])) - 1);
}

/** Slope on log axes of the mean distance against the width, from 128 to 2048. */
export function distanceSlope(rows: readonly PathLengthRow[], ratio: number): number {
  const at = (width: number): number =>
    Math.log(mean(where(rows, { ratio, width }).map((row) => row.distance)));
  return (at(2048) - at(128)) / Math.log(16);
}

/** A row of a sweep of learning rates with the task it belongs to. */
export type TaskRow = Seeded<RateSweepRow> & { task: string };

/** The rows of a sweep that figures show: of runs that converged, at r ≤ 1.5. */
export function shownAs(task: string, rows: readonly Seeded<RateSweepRow>[]): TaskRow[] {
  return rows.filter((row) => row.testLoss !== null && row.ratio <= 1.5).map((row) => ({ ...row, task }));
}

// A run that diverged has no test loss: it is infinitely bad.
const losses = (rows: readonly RateSweepRow[]): number[] => rows.map((row) => row.testLoss ?? Infinity);

/** Relative difference of a model's best test loss to the network's at r = 0.9, by seed. */
export function gapsToNetwork(rows: readonly RateSweepRow[], model: ModelName): number[] {
  const own = losses(where(rows, { model, ratio: 0.9 }));
  const network = losses(where(rows, { model: 'network', ratio: 0.9 }));
  return own.map((loss, k) => Math.abs(loss / network[k] - 1));
}

const bestLoss = (run: readonly RateSweepRow[], from: number, to: number): number =>
  least(losses(run.filter((row) => row.ratio >= from && row.ratio <= to)));

/** Best test loss at r from 1.1 to 1.5 over the best below 1, of network and quadratic model in each seed. */
export function gains(rows: readonly Seeded<RateSweepRow>[]): number[] {
  return (['network', 'quadratic model'] as const)
    .flatMap((model) => runsOf(where(rows, { model })))
    .map((run) => bestLoss(run, 1.1, 1.5) / bestLoss(run, 0, 0.9));
}

/** How many linear models converge at r = 1.1. */
export function linearSurvivors(rows: readonly RateSweepRow[]): number {
  return where(rows, { model: 'linear model', ratio: 1.1, diverged: 0 }).length;
}

/** Share of the runs of a model at a learning rate that diverged. */
export function divergedShare(rows: readonly RateSweepRow[], model: ModelName, ratio: number): number {
  return mean(where(rows, { model, ratio }).map((row) => row.diverged));
}

type NamedNumber = { name: string; got: number };

/** For each task and model: best test loss at r from 1.1 to 1.5 over the best below 1, each a mean over seeds. */
export function taskGains(rows: readonly TaskRow[]): NamedNumber[] {
  return byTask(rows, ['network', 'quadratic model'], (own, model) => {
    const seeds = runsOf(own).map((run) => where(run, { model }));
    const best = (from: number, to: number): number => mean(seeds.map((run) => bestLoss(run, from, to)));
    return best(1.1, 1.5) / best(0, 0.9);
  });
}

/** For each task and Taylor model: the largest of `gapsToNetwork`. */
export function taskGaps(rows: readonly TaskRow[]): NamedNumber[] {
  return byTask(rows, ['quadratic model', 'linear model'], (own, model) => most(gapsToNetwork(own, model)));
}

function byTask(
  rows: readonly TaskRow[],
  models: readonly ModelName[],
  measured: (own: TaskRow[], model: ModelName) => number,
): NamedNumber[] {
  return [...groupBy(rows, 'task')].flatMap(([task, own]) =>
    models.map((model) => ({ name: `${task}, ${model}`, got: measured(own, model) })),
  );
}
