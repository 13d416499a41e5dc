import { expect, test } from 'vitest';
import { heap } from 'agop/elementwise/heap';
import { startWorkers } from 'agop/elementwise/pool';
import { rfmRounds } from 'agop/features/rfm';
import { converted } from 'agop/features/rfm/converted';
import { roundStorage } from 'agop/features/rfm/round-storage';
import type { Problem, Solution, Solver } from 'agop/features/rfm/solver';
import { gaussian } from 'agop/kernels/gaussian';
import { laplace } from 'agop/kernels/laplace';
import { lpq } from 'agop/kernels/lpq';
import { luSolve } from 'agop/linalg/lu-solve';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const x = new Random(0).normalMatrix(150, 4);
const y = new Matrix(
  150,
  1,
  Float64Array.from({ length: 150 }, (_, i) => x.get(i, 0) * x.get(i, 1)),
);

/** Uses all of K and all of its storage. */
const whole: Solver = ({ x: points, y: targets, gram, ridge }: Problem): Solution => {
  const k = gram();
  for (let i = 0; i < k.rows; i++) k.data[i * k.cols + i] += ridge;
  const alpha = luSolve(k, targets);
  k.data.fill(NaN);
  const { precision } = points;
  return { alpha, report: { solver: 'lu', ridge, precision, fallback: 'none' } };
};

for (const kernel of [
  laplace({ bandwidth: 3 }),
  gaussian({ bandwidth: 3 }),
  lpq({ bandwidth: 3, p: 1, q: 1 }),
]) {
  for (const precision of ['float64', 'float32'] as const) {
    test(`${kernel.spec.name}: a solver that takes all of K has the rounds of one that takes half, ${precision}`, async () => {
      const [points, targets] = [converted(x, precision), converted(y, precision)];
      const metrics: Matrix[] = [];
      for (const solver of [whole, undefined]) {
        const options = { kernel, rounds: 2, ridge: 0.1, ...(solver && { solver }) };
        for await (const { round, metric } of rfmRounds(points, targets, options)) {
          if (round === 2) metrics.push(metric as Matrix);
        }
      }
      // Two solves of condition 1e3 and two routes to the gradients.
      const within = precision === 'float64' ? 1e-9 : 1e-2;
      const size = Math.max(...metrics[1].data);
      metrics[0].data.forEach((value, i) =>
        expect(Math.abs(value - metrics[1].data[i])).toBeLessThan(within * size),
      );
    });
  }
}

test('rounds give the heap back, at their end, when they are left, and when a solve fails', async () => {
  const kernel = laplace({ bandwidth: 3 });
  // The pool and its workers have theirs.
  await startWorkers();
  const before = heap.used;
  for await (const { round } of rfmRounds(x, y, { kernel, rounds: 2 })) {
    expect(heap.used).toBeGreaterThan(before);
    if (round === 1) break;
  }
  expect(heap.used).toBe(before);
  const two = rfmRounds(x, y, { kernel, rounds: 0 });
  expect((await two.next()).done).toBe(false);
  expect(heap.used).toBeGreaterThan(before);
  expect((await two.next()).done).toBe(true);
  expect(heap.used).toBe(before);
  const solver: Solver = ({ upperGram }) => {
    upperGram();
    throw new Error('no');
  };
  const failing = rfmRounds(x, y, { kernel, solver });
  await expect(failing.next()).rejects.toThrow('no');
  expect(heap.used).toBe(before);
});

test('what is too large for the heap has no storage there', () => {
  const storage = roundStorage(20_000, 'float64');
  expect(storage.take()).toBeUndefined();
  storage.free();
});
