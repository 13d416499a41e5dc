import { groupBy, last, most, where } from '../../summary.js';
import type { RepeatedCatapultsRow } from '../repeated-catapults.js';

/** For each seed the rows of each phase. */
export function phasesBySeed<R extends { seed: number; phase: number }>(rows: readonly R[]): R[][][] {
  return [...groupBy(rows, 'seed').values()].map((own) => [...groupBy(own, 'phase').values()]);
}

/** The largest λ_max after a catapult over before, of these catapults of a task. */
export function largestDrop(
  phases: readonly RepeatedCatapultsRow[],
  task: string,
  catapults: readonly number[],
): number {
  return most(catapults.flatMap((k) => where(phases, { task, catapults: k })).map((row) => row.drop));
}

/** λ_max at the end over that at the last step at `ratio`, for each seed. */
export function fallsSince<R extends { seed: number; ratio: number; sharpness: number }>(
  rows: readonly R[],
  ratio: number,
): number[] {
  return [...groupBy(rows, 'seed').values()].map((own) => {
    const before = own.filter((row) => row.ratio === ratio);
    return last(own).sharpness / last(before).sharpness;
  });
}
