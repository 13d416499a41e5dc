import { groupBy, least, most, slopeOf, where } from '../../summary.js';
import type { SingularityRow } from '../depth.js';

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
