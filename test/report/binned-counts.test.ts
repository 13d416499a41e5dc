import { binnedCounts } from 'agop/report/binned-counts';
import { expect, test } from 'vitest';

test('points are counted in the cells they lie in, and none is lost', () => {
  const cells = binnedCounts(
    [
      [0.05, 0.1],
      [0.09, 0.19],
      [-0.05, 0.1],
      [0.35, 0.5],
    ],
    [0.1, 0.2],
  );
  expect(cells).toEqual([
    { x: 0, x2: 0.1, y: 0, y2: 0.2, count: 2 },
    { x: -0.1, x2: 0, y: 0, y2: 0.2, count: 1 },
    { x: 0.3, x2: 0.4, y: 0.4, y2: 0.6, count: 1 },
  ]);
});

test('a step of zero and a missing coordinate are refused', () => {
  expect(() => binnedCounts([[0, 0]], [0, 1])).toThrow(
    'binnedCounts: steps is [0,1]; give two positive numbers',
  );
  expect(() => binnedCounts([[0, NaN]], [1, 1])).toThrow('points[0] is 0, NaN');
});
