import { orderOfConvergence } from '../../learners/adaptive-sgd/order-of-convergence.js';
import { groupBy, last, mean, where } from '../summary.js';
import type { BasinRow, ConditionRow, InversionRow } from './inversion.js';
import type { CoherenceRow } from './network.js';

/** The errors of the rows that match, one after the other. */
export function errorPath<R extends { error: number }>(rows: readonly R[], match: Partial<R>): number[] {
  return where(rows, match).map((row) => row.error);
}

/** The error of the one row that matches. */
export function errorAt<R extends { error: number }>(rows: readonly R[], match: Partial<R>): number {
  return where(rows, match)[0].error;
}

/** e⁺/e² of consecutive errors, bounded where the convergence is quadratic; from e ≤ 1e-7 on e⁺ is rounding. */
export function squareRatios(errors: readonly number[]): number[] {
  return errors.slice(1).flatMap((error, k) => (errors[k] > 1e-7 ? [error / errors[k] ** 2] : []));
}

/** The first epoch of a method whose error is at most `target`; infinite where none is. */
export function epochsTo(rows: readonly InversionRow[], method: string, target: number): number {
  const epoch = errorPath(rows, { method }).findIndex((error) => error <= target);
  return epoch < 0 ? Infinity : epoch;
}

/** Slope on log axes of epochs against the condition number, between the first and last that were measured. */
export function conditionSlope(rows: readonly ConditionRow[]): number {
  const reached = rows.filter((row) => row.epochs !== null);
  const [from, to] = [reached[0], last(reached)];
  return Math.log(to.epochs! / from.epochs!) / Math.log(to.kappa / from.kappa);
}

/** Share of starts that converge with adaptive SGD less that with Newton and Schulz, by radius. */
export function basinGains(rows: readonly BasinRow[]): number[] {
  return where(rows, { method: 'SGD, adaptive step' }).map(
    ({ radius, success }) => success - where(rows, { method: 'Newton-Schulz', radius })[0].success,
  );
}

/** The rows of each run, which starts at epoch 0. */
export function runsOf<R extends { epoch: number }>(rows: readonly R[]): R[][] {
  const runs: R[][] = [];
  for (const row of rows) {
    if (row.epoch === 0) runs.push([]);
    last(runs).push(row);
  }
  return runs;
}

export type OrderCell = { coherence: number; batch: number; order: number };

/**
 * The order of convergence by coherence and batch: the slope of the first four errors above rounding, 2 where fewer
 * than three are; a mean over seeds.
 */
export function orderByBatch(rows: readonly CoherenceRow[]): OrderCell[] {
  const orders = runsOf(rows).map((run) => {
    const errors = run.map((row) => row.error).filter((error) => error > 1e-12);
    const order = errors.length >= 3 ? orderOfConvergence(errors.slice(0, 4)).slope : 2;
    return { coherence: run[0].coherence, batch: run[0].batch, order };
  });
  return [...groupBy(orders, 'coherence')].flatMap(([coherence, alike]) =>
    [...groupBy(alike, 'batch')].map(([batch, cells]) => ({
      coherence,
      batch,
      order: mean(cells.map((cell) => cell.order)),
    })),
  );
}
