import { heap } from 'agop/elementwise/heap';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { centreOf, centreRows } from 'agop/kernels/centred-rows';
import { Matrix, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { expect, test } from 'vitest';
import { inPrecision, precisions } from './support.js';

// Rows short and long, in whole vectors and not, in one piece and in several.
const shapes = [
  [1, 1],
  [7, 3],
  [5, 8],
  [4, 1031],
  [41, 2048],
  [300, 1031],
];

for (const precision of precisions) {
  test.each(shapes)(`centres and centred rows of (%i, %i) are the definition, ${precision}`, (n, d) => {
    const before = heap.used;
    const x = inPrecision(new Random(n).normalMatrix(n, d), precision);
    const mean = centreOf(x);
    // Of 300 rows every second one is taken.
    const taken = Array.from({ length: n }, (_, i) => i).filter((i) => n <= 256 || i % 2 === 0);
    const want = Array.from(
      { length: d },
      (_, j) => taken.reduce((sum, i) => sum + x.get(i, j), 0) / taken.length,
    );
    expect(Array.from(mean)).toEqual(want);
    // A single row is its own mean, and would be 0.
    const centre = mean.map((value) => value + 0.5);
    const there = inPrecision(zeros(n, d), precision);
    const space = precision === 'float64' ? heap.float64(n * d) : heap.float32(n * d);
    for (const out of [there, new Matrix(n, d, space)]) {
      const norms = centreRows(x, centre, out);
      expect(norms.length).toBe(n);
      for (let i = 0; i < n; i++) {
        let square = 0;
        for (let j = 0; j < d; j++) square += out.get(i, j) ** 2;
        expect(Math.abs(norms[i] / square - 1)).toBeLessThan(precision === 'float64' ? 1e-14 : 1e-7);
      }
      const exact = x.data.map((value, k) => value - centre[k % d]);
      expect(out.data.every((value, k) => value === exact[k])).toBe(true);
    }
    heap.free(space);
    expect(heap.used).toBe(before);
  });
}

test('the bits do not depend on the number of threads', async () => {
  const x = new Random(1).normalMatrix(700, 1031);
  const threads = workerThreads();
  const found = [];
  for (const used of [1, 3]) {
    setWorkerThreads(used);
    await startWorkers();
    const out = zeros(700, 1031);
    found.push({ norms: centreRows(x, centreOf(x), out), out });
  }
  setWorkerThreads(threads);
  expect(found[1]).toEqual(found[0]);
});
