import { afterAll, describe, expect, test } from 'vitest';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { mirrorIfSymmetric, turnUpper } from 'agop/elementwise/triangles';
import { Matrix, type Precision } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const threads = workerThreads();
afterAll(() => setWorkerThreads(threads));

/** A copy in storage that other threads reach, or in storage of this thread alone. */
function placed(a: Matrix, shared: boolean): Matrix {
  const { byteLength } = a.data;
  const buffer = shared ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength);
  const data = a.precision === 'float64' ? new Float64Array(buffer) : new Float32Array(buffer);
  data.set(a.data);
  return new Matrix(a.rows, a.cols, data);
}

function symmetric(n: number, precision: Precision): Matrix {
  const a = new Random(n).normalMatrix(n, n, precision);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a.set(j, i, a.get(i, j));
  return a;
}

// One block, whole blocks, and rests of them.
describe.each([1, 5, 256, 257, 520])('n = %i', (n) => {
  describe.each(['float64', 'float32'] as const)('%s', (precision) => {
    test.each([
      [true, 2],
      [true, 1],
      [false, 2],
    ])('one triangle becomes the other, turned; shared %s, %i threads', async (shared, count) => {
      setWorkerThreads(count);
      await startWorkers();
      const a = placed(symmetric(n, precision), shared);
      const to = placed(new Random(1).normalMatrix(n, n, precision), shared);
      const before = a.data.slice();
      expect(mirrorIfSymmetric(a.data, to.data, n)).toBe(true);
      expect(a.data.every((value, k) => value === before[k])).toBe(true);
      let wrong = 0;
      for (let i = 0; i < n; i++) for (let j = i; j < n; j++) wrong += Number(to.get(i, j) !== a.get(j, i));
      expect(wrong).toBe(0);

      const upper = placed(new Random(2).normalMatrix(n, n, precision), shared);
      const turned = placed(upper, shared);
      turnUpper(turned.data, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) wrong += Number(turned.get(i, j) !== (j > i ? 0 : upper.get(j, i)));
      }
      expect(wrong).toBe(0);
    });
  });
});

// By one block, and by several.
test.each([40, 300])(
  'one wrong entry of n = %d is found wherever it stands, and what is copied is the lower triangle',
  (n) => {
    for (const value of [NaN, Infinity, 3]) {
      for (const [i, j] of [
        [n - 1, 0],
        [0, n - 1],
        [n - 2, n - 3],
        [10, 11],
      ]) {
        const a = placed(symmetric(n, 'float64'), true);
        a.set(i, j, value);
        const to = placed(a, true);
        expect(mirrorIfSymmetric(a.data, to.data, n)).toBe(false);
        const [high, low] = [Math.max(i, j), Math.min(i, j)];
        expect(to.get(low, high)).toBe(a.get(high, low));
        expect(mirrorIfSymmetric(a.data, a.data, n)).toBe(false);
        expect(a.get(i, j)).toBe(value);
      }
    }
  },
);

test('a NaN on the diagonal is found', () => {
  const a = symmetric(4, 'float64');
  a.set(2, 2, NaN);
  expect(mirrorIfSymmetric(a.data, a.data, 4)).toBe(false);
});
