import type { BatchSizesRow } from '../batch-sizes.js';

type Count = 'steps' | 'catapults' | 'supercritical' | 'supercriticalCatapults';

const total = (rows: readonly BatchSizesRow[], column: Count): number =>
  rows.reduce((sum, row) => sum + row[column], 0);

/** The share of steps after which the loss of their batch is larger, among steps above its critical rate. */
export function risingAbove(rows: readonly BatchSizesRow[]): number {
  return total(rows, 'supercriticalCatapults') / total(rows, 'supercritical');
}

/** The same among steps at or below its critical rate. */
export function risingBelow(rows: readonly BatchSizesRow[]): number {
  const rising = total(rows, 'catapults') - total(rows, 'supercriticalCatapults');
  return rising / (total(rows, 'steps') - total(rows, 'supercritical'));
}
