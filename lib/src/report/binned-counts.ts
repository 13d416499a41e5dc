import { InputError } from '../errors.js';

/** A cell of a heat map: its left and lower edges, right and upper edges, and the points in it. */
export type BinnedCount = { x: number; x2: number; y: number; y2: number; count: number };

/**
 * Counts of points (x, y) in cells `steps[0]` wide and `steps[1]` high, aligned to 0; empty cells are left out. For
 * heat maps of more points than a figure may carry: mark `rect` with x, x2, y, y2.
 * @throws InputError if a step is not positive or a coordinate is not finite.
 */
export function binnedCounts(
  points: readonly (readonly [number, number])[],
  steps: readonly [number, number],
): BinnedCount[] {
  if (!steps.every((step) => Number.isFinite(step) && step > 0)) {
    throw new InputError('binnedCounts', 'steps', `is ${JSON.stringify(steps)}`, 'give two positive numbers');
  }
  const counts = new Map<string, { cell: [number, number]; count: number }>();
  for (const [i, point] of points.entries()) {
    if (!point.every(Number.isFinite)) {
      throw new InputError(
        'binnedCounts',
        `points[${i}]`,
        `is ${point.join(', ')}`,
        'leave out what is missing',
      );
    }
    const cell: [number, number] = [Math.floor(point[0] / steps[0]), Math.floor(point[1] / steps[1])];
    const found = counts.get(cell.join());
    if (found) found.count++;
    else counts.set(cell.join(), { cell, count: 1 });
  }
  // Edges are rounded to what a decimal step means.
  const edge = (index: number, step: number): number => Number((index * step).toPrecision(12));
  return [...counts.values()].map(({ cell: [i, j], count }) => ({
    x: edge(i, steps[0]),
    x2: edge(i + 1, steps[0]),
    y: edge(j, steps[1]),
    y2: edge(j + 1, steps[1]),
    count,
  }));
}
