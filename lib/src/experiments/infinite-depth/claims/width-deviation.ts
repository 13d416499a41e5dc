import { most, where } from '../../summary.js';
import type { FiniteWidthRow } from '../finite-width.js';

/** Largest relative distance of an activation's measured entries from those of infinite width. */
export function widthDeviation(rows: readonly FiniteWidthRow[], activation: string): number {
  return most(where(rows, { activation }).map((row) => Math.abs(row.measured / row.theory - 1)));
}
