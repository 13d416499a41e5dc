import { where } from '../../summary.js';

/** The column in the rows that match `one` over that in the row of the same seed that matches `other`. */
export function ratioBySeed<K extends string, R extends Record<K, number> & { seed: number }>(
  rows: readonly R[],
  column: K,
  one: Partial<R>,
  other: Partial<R>,
): number[] {
  return pairs(rows, one, other).map(([a, b]) => a[column] / b[column]);
}

/** The column in the rows that match `one` less that in the row of the same seed that matches `other`. */
export function gainBySeed<K extends string, R extends Record<K, number> & { seed: number }>(
  rows: readonly R[],
  column: K,
  one: Partial<R>,
  other: Partial<R>,
): number[] {
  return pairs(rows, one, other).map(([a, b]) => a[column] - b[column]);
}

function pairs<R extends { seed: number }>(rows: readonly R[], one: Partial<R>, other: Partial<R>): [R, R][] {
  return where(rows, one).map((row) => [row, where(rows, { ...other, seed: row.seed })[0]]);
}
