import { most } from '../../summary.js';
import type { ClassesRow } from '../duals.js';

/** Largest |α - d/2| over the activations that are optimal for d = 1, 2, ... */
export function optimalExponentGap(rows: readonly ClassesRow[]): number {
  const optimal = rows.filter((row) => row.activation.startsWith('optimal'));
  return most(optimal.map(({ alpha }, k) => Math.abs((alpha ?? NaN) - (k + 1) / 2)));
}
