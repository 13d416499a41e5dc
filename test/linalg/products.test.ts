import { heap } from 'agop/elementwise/heap';
import { backend } from 'agop/linalg/engine';
import { gemv } from 'agop/linalg/gemv';
import { gram, gramAsync } from 'agop/linalg/gram';
import { matmul, matmulAsync } from 'agop/linalg/matmul';
import { Matrix, transpose } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, onEachEngine, product, runs, seed, size } from './support.js';

onEachEngine((precision, epsilon) => {
  // k products of standard normals, |x| < 6 all but surely, and two more terms: k + 2 roundings of at most 36 k.
  const bound = (k: number): number => 36 * k * (k + 2) * epsilon;
  const factor = fc.constantFrom(0, 1, -1, 0.5);

  test('matmul equals the definition for every transpose, alpha, beta and shape', () => {
    fc.assert(
      fc.property(
        fc.record({
          m: size,
          n: size,
          k: size,
          seed,
          transA: fc.boolean(),
          transB: fc.boolean(),
          alpha: factor,
          beta: factor,
        }),
        ({ m, n, k, seed: s, transA, transB, alpha, beta }) => {
          const random = new Random(s);
          const a = transA ? random.normalMatrix(k, m, precision) : random.normalMatrix(m, k, precision);
          const b = transB ? random.normalMatrix(n, k, precision) : random.normalMatrix(k, n, precision);
          const out = random.normalMatrix(m, n, precision);
          const expected = product(a, b, transA, transB);
          expected.data.forEach((value: number, i: number) => {
            expected.data[i] = alpha * value + beta * out.data[i];
          });
          const got = matmul(a, b, { transA, transB, alpha, beta, out });
          expect(got).toBe(out);
          expect(got.precision).toBe(precision);
          expect(distance(got, expected)).toBeLessThanOrEqual(bound(k));
        },
      ),
      runs,
    );
  });

  test('a prepared product gives what matmul gives of its arrays as they are at each call', () => {
    const random = new Random(6);
    for (const [transA, transB] of [false, true].flatMap((t) => [
      [t, false],
      [t, true],
    ])) {
      const [m, n, k] = [5, 7, 6];
      const inHeap = (rows: number, cols: number): Matrix =>
        new Matrix(rows, cols, heap[precision](rows * cols));
      const a = transA ? inHeap(k, m) : inHeap(m, k);
      const b = transB ? inHeap(n, k) : inHeap(k, n);
      const c = inHeap(m, n);
      const call = backend().preparedGemm(transA, transB, m, n, k, 0.5, a.data, b.data, 1, c.data);
      for (let turn = 0; turn < 2; turn++) {
        for (const { data } of [a, b, c]) data.forEach((_, i) => (data[i] = random.normal()));
        const expected = matmul(a, b, {
          transA,
          transB,
          alpha: 0.5,
          beta: 1,
          out: new Matrix(m, n, c.data.slice()),
        });
        call();
        expect(distance(c, expected)).toBeLessThanOrEqual(bound(k));
      }
      for (const { data } of [a, b, c]) heap.free(data);
    }
  });

  test('matmul is right beyond one block in every direction', async () => {
    const random = new Random(5);
    const [a, b] = [random.normalMatrix(150, 300, precision), random.normalMatrix(300, 530, precision)];
    const expected = product(a, b);
    expect(distance(matmul(a, b), expected)).toBeLessThanOrEqual(bound(300));
    expect(distance(await matmulAsync(a, b), expected)).toBeLessThanOrEqual(bound(300));
    expect(distance(matmul(transpose(b), transpose(a)), transpose(expected))).toBeLessThanOrEqual(bound(300));
  });

  test('gram equals matmul with its own transpose, is symmetric to the bit, and scales what is in out', () => {
    fc.assert(
      fc.property(
        fc.record({
          n: size,
          k: size,
          seed,
          of: fc.constantFrom('rows', 'columns'),
          alpha: factor,
          beta: factor,
        }),
        ({ n, k, seed: s, of, alpha, beta }) => {
          const random = new Random(s);
          const a =
            of === 'rows' ? random.normalMatrix(n, k, precision) : random.normalMatrix(k, n, precision);
          const out = random.normalMatrix(n, n, precision);
          const before = out.clone();
          const expected = product(a, a, of === 'columns', of === 'rows');
          const got = gram(a, { of, alpha, beta, out });
          for (let i = 0; i < n; i++) {
            for (let j = 0; j <= i; j++) {
              const entry = alpha * expected.get(i, j) + beta * before.get(i, j);
              expect(Math.abs(got.get(i, j) - entry)).toBeLessThanOrEqual(bound(k));
              expect(got.get(j, i)).toBe(got.get(i, j));
            }
          }
        },
      ),
      runs,
    );
  });

  test('gram is right beyond one block, at once and asynchronously', async () => {
    const a = new Random(6).normalMatrix(530, 270, precision);
    const expected = product(a, a, false, true);
    expect(distance(gram(a), expected)).toBeLessThanOrEqual(bound(270));
    expect(distance(await gramAsync(a), expected)).toBeLessThanOrEqual(bound(270));
  });

  test('gemv equals matmul with one column', () => {
    fc.assert(
      fc.property(
        fc.record({ m: size, n: size, seed, transA: fc.boolean(), alpha: factor, beta: factor }),
        ({ m, n, seed: s, transA, alpha, beta }) => {
          const random = new Random(s);
          const a = random.normalMatrix(m, n, precision);
          const x = random.normalMatrix(transA ? m : n, 1, precision);
          const out = random.normalMatrix(transA ? n : m, 1, precision);
          const expected = matmul(a, x, { transA, alpha, beta, out: out.clone() });
          const got = gemv(a, x.data, { transA, alpha, beta, out: out.data });
          expect(distance({ data: got }, expected)).toBeLessThanOrEqual(2 * bound(x.rows));
        },
      ),
      runs,
    );
  });

  test('beta = 0 overwrites a NaN in out, and a NaN in an argument reaches the results that depend on it', () => {
    const random = new Random(7);
    const [a, b] = [random.normalMatrix(5, 6, precision), random.normalMatrix(6, 7, precision)];
    const out = random.normalMatrix(5, 7, precision);
    out.data.fill(NaN);
    expect(distance(matmul(a, b, { out }), product(a, b))).toBeLessThanOrEqual(bound(6));
    a.set(2, 3, NaN);
    const got = matmul(a, b);
    for (let i = 0; i < 5; i++) expect(Array.from(got.row(i)).every(Number.isNaN)).toBe(i === 2);
  });

  test('views into one larger buffer are multiplied in place', () => {
    const buffer = new Random(8).normalMatrix(3, 100, precision).data;
    const view = (k: number): Matrix => new Matrix(10, 10, buffer.subarray(100 * k, 100 * (k + 1)));
    const expected = product(view(0), view(1));
    matmul(view(0), view(1), { out: view(2) });
    expect(distance(view(2), expected)).toBeLessThanOrEqual(bound(10));
  });
});
