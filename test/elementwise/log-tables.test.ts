import { heap } from 'agop/elementwise/heap';
import { logDistancesInto, mapTableExp, tableVotes } from 'agop/elementwise/log-tables';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { kernelTable } from 'agop/kernels/dual/kernel-table';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const threads = workerThreads();
beforeAll(async () => {
  setWorkerThreads(3);
  await startWorkers();
});
afterAll(() => setWorkerThreads(threads));

const table = kernelTable((delta) => -1.3 * Math.log(delta) + Math.sin(3 * Math.log(delta)), { points: 900 });
const points = (n: number, d: number, seed: number): Matrix => new Random(seed).normalMatrix(n, d);

function logOfPair(z: Matrix, i: number, x: Matrix, j: number): number {
  let square = 0;
  for (let k = 0; k < x.cols; k++) square += (z.get(i, k) - x.get(j, k)) ** 2;
  return Math.log(square / 2);
}

/** The largest distance of two numbers, relative to those above 1; both NaN or both the same infinity count as 0. */
function gap(got: ArrayLike<number>, want: ArrayLike<number>): number {
  return Math.max(
    ...Array.from(got, (g, i) =>
      Object.is(g, want[i]) ? 0 : Math.abs(g - want[i]) / Math.max(1, Math.abs(want[i])),
    ),
  );
}

const shapes = [
  [1, 1, 1],
  [3, 2, 2],
  [5, 7, 3],
  [130, 257, 9],
  [700, 51, 2],
];

describe.each(shapes)('%i points z and %i points x in %i dimensions', (m, n, d) => {
  const [z, x] = [points(m, d, 1), points(n, d, 2)];
  const want = Float64Array.from({ length: m * n }, (_, k) => logOfPair(z, Math.floor(k / n), x, k % n));

  test.each(['in the heap', 'outside'])('log δ, %s', (place) => {
    const data = place === 'outside' ? undefined : heap.float64(m * n);
    const out = new Matrix(m, n, data);
    logDistancesInto(z, x, out);
    expect(gap(out.data, want)).toBeLessThan(1e-14);
    if (data) heap.free(data);
  });

  test('exponentials of the table', () => {
    const out = new Matrix(m, n, want.slice());
    mapTableExp(out, table, 2);
    expect(
      gap(
        out.data,
        want.map((log) => Math.exp(table(log) - 2)),
      ),
    ).toBeLessThan(1e-12);
  });

  test.each([n, Math.ceil(n / 2)])('votes of the first %i points', (used) => {
    const y = Float64Array.from(points(used, 1, 3).data);
    const votes = tableVotes(new Matrix(m, n, want), y, table);
    const direct = Float64Array.from({ length: m }, (_, i) => {
      const logs = Array.from(want.subarray(i * n, i * n + used), table);
      const most = Math.max(...logs);
      return logs.reduce((sum, log, j) => sum + y[j] * Math.exp(log - most), 0);
    });
    expect(gap(votes, direct)).toBeLessThan(1e-12);
  });
});

test('more rows than a band outside of the heap holds', () => {
  const [z, x] = [points(1500, 2, 4), points(800, 2, 5)];
  const far = zeros(1500, 800);
  logDistancesInto(z, x, far);
  const y = new Float64Array(800).fill(1);
  const inHeap = heap.float64(far.data.length);
  inHeap.set(far.data);
  expect(tableVotes(far, y, table)).toEqual(tableVotes(new Matrix(1500, 800, inHeap), y, table));
  heap.free(inHeap);
});

test('equal points count as the least δ of the table, and what is not a number stays none', () => {
  const x = points(3, 2, 6);
  const far = zeros(3, 3);
  logDistancesInto(x, x, far);
  expect([far.get(0, 0), far.get(1, 1), far.get(2, 2)]).toEqual([-Infinity, -Infinity, -Infinity]);
  const nearest = tableVotes(
    far,
    Float64Array.of(1, -1, 1),
    kernelTable((delta) => -9 * Math.log(delta)),
  );
  expect([...nearest].map(Math.sign)).toEqual([1, -1, 1]);
  far.set(1, 2, NaN);
  expect([...tableVotes(far, Float64Array.of(1, 1, 1), table)].map(Number.isNaN)).toEqual([
    false,
    true,
    false,
  ]);
});
