/** What the claims of notebook 07 state of the rows of its experiments. */

import { groupBy, least, mean, meanOf, most, slopeOf, where } from '../summary.js';
import type { AccuracyRow } from './accuracy.js';
import type { AgreementRow, RatioRow, RegressionRow, SingularityRow } from './depth.js';
import type { ClassesRow } from './duals.js';
import type { FiniteWidthRow } from './finite-width.js';

/** Largest |α - d/2| over the activations that are optimal for d = 1, 2, ... */
export function optimalExponentGap(rows: readonly ClassesRow[]): number {
  const optimal = rows.filter((row) => row.activation.startsWith('optimal'));
  return most(optimal.map(({ alpha }, k) => Math.abs((alpha ?? NaN) - (k + 1) / 2)));
}

/** Mean agreement at a depth; where the majority is the limit, draws without a majority are left out. */
export function agreementAt(rows: readonly AgreementRow[], activation: string, depth: number): number {
  const decided = where(rows, { activation, depth }).filter(
    (row) => row.limit !== 'majority' || row.majority !== 0,
  );
  return mean(decided.map((row) => row.agreement));
}

/** Slope of a logarithm against log δ. */
const slopeAgainstDelta = (rows: readonly SingularityRow[], of: 'logPsi' | 'logC0'): number =>
  slopeOf(
    rows.map((row) => Math.log(row.delta)),
    rows.map((row) => row[of]),
  );

/** Largest difference over activations of the fitted exponent of ψ from α. */
export function exponentGap(rows: readonly SingularityRow[]): number {
  const activations = [...groupBy(rows, 'activation').values()];
  return most(activations.map((own) => Math.abs(-slopeAgainstDelta(own, 'logPsi') - own[0].alpha)));
}

/** Largest difference of the fitted exponent of C₀ from α + 1, over the optimal activations, where α = d/2. */
export function tangentExponentGap(rows: readonly SingularityRow[]): number {
  return most(
    [1, 2, 4, 8].map((d) => {
      const own = where(rows, { activation: `opt ${d}` });
      return Math.abs(slopeAgainstDelta(own, 'logC0') + d / 2 + 1);
    }),
  );
}

/** Largest |R(δ/b)/R(δ) - 1| up to `end`. */
export function periodGap(rows: readonly SingularityRow[], end: number): number {
  return most(rows.filter((row) => row.delta <= end).map((row) => Math.abs(row.periodic)));
}

/** Largest value of an activation's R over the smallest, less 1. */
export function swing(rows: readonly SingularityRow[], activation: string): number {
  const r = where(rows, { activation }).map((row) => row.r);
  return most(r) / least(r) - 1;
}

/** Mean accuracy over seeds in a dimension, at the largest training set or at that of `n` points. */
export function accuracyAt(
  rows: readonly AccuracyRow[],
  d: number,
  classifier: string,
  n: number = most(rows.map((row) => row.n)),
): number {
  return meanOf(rows, 'accuracy', { d, classifier, n });
}

/** |accuracy of one classifier - that of another| in a dimension; without one, the largest over dimensions. */
export function accuracyGap(rows: readonly AccuracyRow[], one: string, other: string, d?: number): number {
  const dimensions = d === undefined ? [...new Set(rows.map((row) => row.d))] : [d];
  return most(dimensions.map((at) => Math.abs(accuracyAt(rows, at, one) - accuracyAt(rows, at, other))));
}

/** Distance of the optimal activation from Bayes at n = 100, less that at the largest n. */
export function bayesGapClosed(rows: readonly AccuracyRow[], d: number): number {
  const gap = (n?: number): number => accuracyAt(rows, d, 'Bayes', n) - accuracyAt(rows, d, `opt ${d}`, n);
  return gap(100) - gap();
}

/** Accuracy of the optimal activation less that of the nearest neighbour. */
export function leadOverNearest(rows: readonly AccuracyRow[], d: number): number {
  return accuracyAt(rows, d, `opt ${d}`) - accuracyAt(rows, d, '1-NN');
}

/** Mean distance from 1 of the error over that of the zero function. */
export function zeroGap(rows: readonly RegressionRow[]): number {
  return mean(rows.map((row) => Math.abs(row.error - 1)));
}

/** Largest change of the mean agreement from that at depth `from`, over greater depths. */
export function agreementChange(rows: readonly RegressionRow[], from: number): number {
  const at = (depth: number): number => meanOf(rows, 'agreement', { depth });
  const deeper = rows.map((row) => row.depth).filter((depth) => depth > from);
  return most([...new Set(deeper)].map((depth) => Math.abs(at(depth) - at(from))));
}

/** |K_L(δ)/K_L(1) - limit| of orthogonal points (δ = 1). */
export function ratioGap(
  rows: readonly RatioRow[],
  activation: string,
  depth: number,
  limit: number,
): number {
  return Math.abs(where(rows, { activation, depth, delta: 1 })[0].ratio - limit);
}

/** Largest relative distance of an activation's measured entries from those of infinite width. */
export function widthDeviation(rows: readonly FiniteWidthRow[], activation: string): number {
  return most(where(rows, { activation }).map((row) => Math.abs(row.measured / row.theory - 1)));
}
