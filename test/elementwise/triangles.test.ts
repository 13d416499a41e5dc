import { afterAll, describe, expect, test } from 'vitest';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { mirrorIfSymmetric, mirrorLower, turnUpper } from 'agop/elementwise/triangles';
import { Matrix, type Precision } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { onEachEngine } from '../linalg/support.js';

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

/** Entries of a that are not `wanted(i, j)`, to the last bit. */
function wrong(a: Matrix, wanted: (i: number, j: number) => number): number {
  let count = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) count += Number(!Object.is(a.get(i, j), wanted(i, j)));
  }
  return count;
}

onEachEngine((precision) => {
  // One block, whole blocks, and rests of them.
  describe.each([1, 5, 192, 193, 391])('n = %i', (n) => {
    test.each([
      [true, 2],
      [true, 1],
      [false, 2],
    ])('one triangle becomes the other, turned; shared %s, %i threads', async (shared, count) => {
      setWorkerThreads(count);
      await startWorkers();
      const a = placed(symmetric(n, precision), shared);
      const to = placed(new Random(1).normalMatrix(n, n, precision), shared);
      const before = placed(a, false);
      expect(mirrorIfSymmetric(a.data, to.data, n)).toBe(true);
      expect(mirrorIfSymmetric(a.data, a.data, n)).toBe(true);
      expect(wrong(a, (i, j) => before.get(i, j))).toBe(0);
      expect(wrong(to, (i, j) => (j < i ? to.get(i, j) : a.get(j, i)))).toBe(0);

      const upper = placed(new Random(2).normalMatrix(n, n, precision), shared);
      const turned = placed(upper, shared);
      turnUpper(turned.data, n);
      expect(wrong(turned, (i, j) => (j > i ? 0 : upper.get(j, i)))).toBe(0);

      const mirrored = placed(upper, shared);
      mirrorLower(mirrored.data, n);
      expect(wrong(mirrored, (i, j) => upper.get(Math.max(i, j), Math.min(i, j)))).toBe(0);
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
          const a = placed(symmetric(n, precision), true);
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

  test.each([4, 200])('n = %i: what is not finite is found though it equals its mirror image', (n) => {
    for (const [i, j] of [
      [2, 2],
      [n - 1, 0],
    ]) {
      for (const value of [NaN, Infinity, -Infinity]) {
        const a = placed(symmetric(n, precision), true);
        a.set(i, j, value);
        a.set(j, i, value);
        expect(mirrorIfSymmetric(a.data, a.data, n)).toBe(false);
      }
    }
  });
});
