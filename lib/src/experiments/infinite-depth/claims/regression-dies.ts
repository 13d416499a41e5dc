import { mean, meanOf, most } from '../../summary.js';
import type { RegressionRow } from '../depth.js';

/** Mean distance from 1 of the error over that of the zero function. */
export function distanceFromZero(rows: readonly RegressionRow[]): number {
  return mean(rows.map((row) => Math.abs(row.error - 1)));
}

/** Largest change of the mean agreement from that at depth `from`, over greater depths. */
export function agreementChange(rows: readonly RegressionRow[], from: number): number {
  const at = (depth: number): number => meanOf(rows, 'agreement', { depth });
  const deeper = rows.map((row) => row.depth).filter((depth) => depth > from);
  return most([...new Set(deeper)].map((depth) => Math.abs(at(depth) - at(from))));
}
