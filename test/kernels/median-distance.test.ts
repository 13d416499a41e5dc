import { expect, test } from 'vitest';
import { medianDistance } from 'agop/kernels/median-distance';
import { matmul } from 'agop/linalg/matmul';
import { fromRows } from 'agop/linalg/matrix';
import { inPrecision, length, metricIn, metrics, points, precisions, taken } from './support.js';

const d = 5;

for (const n of [2, 3, 4, 51]) {
  for (const [kind, { metric, root }] of Object.entries(metrics(d))) {
    for (const precision of precisions) {
      test(`of ${n} points under metric ${kind} in ${precision} it is entry (N - 1) / 2 of the sorted distances`, () => {
        const x = points(n, d, 0);
        const u = matmul(x, root);
        const sorted: number[] = [];
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < i; j++) sorted.push(length(Array.from(u.row(i), (a, k) => a - u.get(j, k))));
        }
        sorted.sort((a, b) => a - b);
        const want = sorted[Math.floor((sorted.length - 1) / 2)];
        const got = medianDistance(inPrecision(x, precision), { metric: metricIn(metric, precision) });
        expect(Math.abs(got / want - 1)).toBeLessThanOrEqual(precision === 'float64' ? 1e-12 : 1e-5);
      });
    }
  }
}

test('of an even number of distances it is the lower of the two in the middle', () => {
  // Distances 1, 2, 3, 5, 6, 8.
  expect(medianDistance(fromRows([[0], [1], [3], [8.9999]].map(([a]) => [a])))).toBe(3);
});

test('duplicates count as distance 0', () => {
  expect(medianDistance(taken(points(2, d, 1), [0, 0, 0, 0, 1]))).toBe(0);
});

test('above `points` a sample by seed stands for all: same seed, same number, and near the whole', () => {
  const x = points(800, d, 2);
  const whole = medianDistance(x);
  const sampled = medianDistance(x, { points: 200, seed: 3 });
  expect(medianDistance(x, { points: 200, seed: 3 })).toBe(sampled);
  expect(medianDistance(x, { points: 200, seed: 4 })).not.toBe(sampled);
  // 200 points: the median's standard error is below 2 %; the bound is five of them.
  expect(Math.abs(sampled / whole - 1)).toBeLessThanOrEqual(0.1);
});
