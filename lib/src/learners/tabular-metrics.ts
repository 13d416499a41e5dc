import { checkMatrix, checkNonNegative } from '../check.js';
import { InputError } from '../errors.js';
import type { Matrix } from '../linalg/matrix.js';

/** How a method does over many data sets, in percent but for the rank. */
export type TabularMetrics = {
  /** Mean accuracy, and its standard deviation over the data sets (divided by their number). */
  average: number;
  averageDeviation: number;
  /** Share of the data sets with at least 0.90 and 0.95 of the best accuracy there. */
  p90: number;
  p95: number;
  /** Mean of 100 · accuracy / best, the percentage of the maximum accuracy, and its deviation. */
  pma: number;
  pmaDeviation: number;
  /** Mean rank, 1 the best, ties sharing their average rank. */
  friedmanRank: number;
};

/**
 * Summaries of a table of accuracies in percent, `(methods, data sets)`: one row a method, in the table's order.
 * Fernández-Delgado et al., JMLR 2014; Arora et al., ICLR 2020.
 *
 * The best accuracy and the ranks are over the methods of this table: they change when a method is added.
 * @throws InputError if an accuracy is negative or not finite, or all of one data set are 0.
 * @example
 * ```ts
 * // Two methods on two data sets.
 * const [first, second] = tabularMetrics(fromRows([[80, 90], [100, 90]]));
 * first.average; // 85
 * second.pma; // 100
 * // The best on the first set, and one of two equals on the second.
 * second.friedmanRank; // 1.25
 * ```
 */
export function tabularMetrics(accuracies: Matrix): TabularMetrics[] {
  checkMatrix('tabularMetrics', 'accuracies', accuracies);
  const table = accuracies.toRows();
  table.flat().forEach((value, k) => checkNonNegative('tabularMetrics', `accuracies.data[${k}]`, value));
  const sets = table[0].map((_, j) => table.map((row) => row[j]));
  const best = sets.map((set) => Math.max(...set));
  if (best.includes(0)) {
    const problem = `has nothing but 0 in column ${best.indexOf(0)}`;
    throw new InputError('tabularMetrics', 'accuracies', problem, 'leave that data set out');
  }
  const ranks = sets.map(averageRanks);
  return table.map((row, i) => {
    const share = row.map((value, j) => (100 * value) / best[j]);
    const atLeast = (part: number): number => 100 * mean(row.map((v, j) => Number(v >= part * best[j])));
    return {
      average: mean(row),
      averageDeviation: deviation(row),
      p90: atLeast(0.9),
      p95: atLeast(0.95),
      pma: mean(share),
      pmaDeviation: deviation(share),
      friedmanRank: mean(ranks.map((rank) => rank[i])),
    };
  });
}

/** 1 + the number of better values + half of the others that are equal. */
function averageRanks(values: number[]): number[] {
  return values.map((value) => {
    const better = values.filter((other) => other > value).length;
    const equal = values.filter((other) => other === value).length;
    return 1 + better + (equal - 1) / 2;
  });
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function deviation(values: number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}
