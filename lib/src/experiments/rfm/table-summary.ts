import { tabularMetrics, type TabularMetrics } from '../../learners/tabular-metrics.js';
import { fromRows } from '../../linalg/matrix.js';

interface Accuracy {
  set: string;
  method: string;
  accuracy: number;
}

/**
 * Average, P90, P95, PMA and Friedman rank of each method over the sets on which all of `methods` have a row; best
 * accuracy and ranks are among these methods. Several rows of a method on a set, of seeds say, count by their mean.
 */
export function tableSummary(
  rows: readonly Accuracy[],
  methods: readonly string[],
): ({ method: string; sets: number } & TabularMetrics)[] {
  const sets = commonSets(rows, methods);
  const table = methods.map((method) => sets.map((set) => mean(rows, set, method)!));
  const metrics = tabularMetrics(fromRows(table));
  return methods.map((method, i) => ({ method, sets: sets.length, ...metrics[i] }));
}

/** Accuracy of `method` less that of `baseline` on each set that has both, the largest first. */
export function pairedDifferences(
  rows: readonly Accuracy[],
  method: string,
  baseline: string,
): { set: string; difference: number }[] {
  return commonSets(rows, [method, baseline])
    .map((set) => ({ set, difference: mean(rows, set, method)! - mean(rows, set, baseline)! }))
    .sort((a, b) => b.difference - a.difference);
}

function commonSets(rows: readonly Accuracy[], methods: readonly string[]): string[] {
  const sets = [...new Set(rows.map(({ set }) => set))];
  return sets.filter((set) => methods.every((method) => mean(rows, set, method) !== undefined));
}

function mean(rows: readonly Accuracy[], set: string, method: string): number | undefined {
  const own = rows.filter((row) => row.set === set && row.method === method);
  return own.length === 0 ? undefined : own.reduce((sum, { accuracy }) => sum + accuracy, 0) / own.length;
}
