import { cholesky, choleskyAsync, choleskySolve, choleskySolveAsync, logdet } from 'agop/linalg/cholesky';
import { eigh, eighAsync } from 'agop/linalg/eigh';
import { gram } from 'agop/linalg/gram';
import { lstsq } from 'agop/linalg/lstsq';
import { luSolve } from 'agop/linalg/lu-solve';
import { identity, type Matrix, transpose } from 'agop/linalg/matrix';
import { norm } from 'agop/linalg/norm';
import { psdPower, psdPowerAsync } from 'agop/linalg/psd-power';
import { qr } from 'agop/linalg/qr';
import { Random } from 'agop/linalg/random';
import { svd, svdAsync } from 'agop/linalg/svd';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  diagonal,
  distance,
  largest,
  onEachEngine,
  orthonormality,
  product,
  runs,
  seed,
  size,
} from './support.js';

onEachEngine((precision, epsilon) => {
  // Backward errors of these algorithms are p(n) ε ‖A‖ with a low polynomial p; 20 n covers them for n < 70
  // with room, and is a thousand times below any mistake.
  const rounding = (n: number): number => 20 * n * epsilon;
  const normal = (s: number, rows: number, cols: number): Matrix =>
    new Random(s).normalMatrix(rows, cols, precision);
  /** A Aᵀ + n I: symmetric positive definite with condition number below about 6. */
  const spd = (s: number, n: number): Matrix => {
    const a = gram(normal(s, n, n));
    for (let i = 0; i < n; i++) a.data[i * n + i] += n;
    return a;
  };

  test('cholesky reconstructs, is lower triangular, and solves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ n: size, k: size, seed }), async ({ n, k, seed: s }) => {
        const a = spd(s, n);
        const l = cholesky(a);
        for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) expect(l.get(i, j)).toBe(0);
        expect(distance(product(l, l, false, true), a)).toBeLessThanOrEqual(rounding(n) * largest(a));
        expect((await choleskyAsync(a)).data).toEqual(l.data);
        const b = normal(s + 1, n, k);
        const x = choleskySolve(l, b);
        expect(distance(product(a, x), b)).toBeLessThanOrEqual(rounding(n) * n * largest(a) * largest(x));
        expect((await choleskySolveAsync(l, b)).data).toEqual(x.data);
      }),
      runs,
    );
  });

  test('cholesky of many rows takes them by blocks, and names a pivot in any of them', () => {
    const n = 300;
    const a = spd(5, n);
    const l = cholesky(a);
    expect(distance(product(l, l, false, true), a)).toBeLessThanOrEqual(rounding(n) * largest(a));
    a.set(290, 290, -1);
    expect(() => cholesky(a)).toThrow('pivot 290 of 300 is not positive');
  });

  test('cholesky goes where out says, which may be its argument', () => {
    const a = spd(12, 33);
    const l = cholesky(a);
    const out = normal(1, 33, 33);
    expect(cholesky(a, { out })).toBe(out);
    expect(out.data).toEqual(l.data);
    expect(cholesky(a, { out: a })).toBe(a);
    expect(a.data).toEqual(l.data);
  });

  test('logdet is the sum of the logarithms of the eigenvalues', () => {
    fc.assert(
      fc.property(size, seed, (n, s) => {
        const a = spd(s, n);
        const sum = Array.from(eigh(a).values, Math.log).reduce((x, y) => x + y);
        // Each logarithm carries the relative error of its eigenvalue.
        expect(Math.abs(logdet(cholesky(a)) - sum)).toBeLessThanOrEqual(10 * n * rounding(n));
      }),
      runs,
    );
  });

  test('luSolve leaves a residual at rounding level', () => {
    fc.assert(
      fc.property(fc.record({ n: size, k: size, seed }), ({ n, k, seed: s }) => {
        const [a, b] = [normal(s, n, n), normal(s + 1, n, k)];
        const x = luSolve(a, b);
        expect(distance(product(a, x), b)).toBeLessThanOrEqual(rounding(n) * n * largest(a) * largest(x));
      }),
      runs,
    );
  });

  test('eigh reconstructs, ascending and orthonormal, and leaves its argument alone', async () => {
    await fc.assert(
      fc.asyncProperty(size, seed, async (n, s) => {
        const a = normal(s, n, n);
        const symmetric = spd(s, n);
        a.data.forEach((_: number, at: number) => {
          symmetric.data[at] = a.data[at] + a.data[(at % n) * n + Math.floor(at / n)];
        });
        const before = symmetric.clone();
        const { values, vectors } = eigh(symmetric);
        expect(symmetric.data).toEqual(before.data);
        for (let i = 1; i < n; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
        expect(orthonormality(vectors)).toBeLessThanOrEqual(rounding(n));
        const back = product(product(vectors, diagonal(values)), vectors, false, true);
        expect(distance(back, symmetric)).toBeLessThanOrEqual(rounding(n) * norm(symmetric));
        const later = await eighAsync(symmetric);
        expect(distance({ data: later.values }, { data: values })).toBeLessThanOrEqual(
          rounding(n) * norm(symmetric),
        );
      }),
      runs,
    );
  });

  test('svd reconstructs in every shape, thin and full, with singular values descending', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ m: size, n: size, thin: fc.boolean(), seed }),
        async ({ m, n, thin, seed: s }) => {
          const a = normal(s, m, n);
          const { u, s: values, vt } = await svdAsync(a, { thin });
          const p = Math.min(m, n);
          expect([u.cols, vt.rows]).toEqual(thin ? [p, p] : [m, n]);
          for (let i = 1; i < p; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
          expect(orthonormality(u)).toBeLessThanOrEqual(rounding(m + n));
          expect(orthonormality(transpose(vt))).toBeLessThanOrEqual(rounding(m + n));
          const back = product(product(u, diagonal(values, u.cols, vt.rows)), vt);
          expect(distance(back, a)).toBeLessThanOrEqual(rounding(m + n) * norm(a));
        },
      ),
      runs,
    );
  });

  test('svd of a matrix of rank r has r singular values above rounding, and orthonormal vectors all the same', () => {
    const a = product(normal(1, 30, 4), normal(2, 4, 20));
    const low = normal(3, 30, 20);
    low.data.set(a.data);
    const { u, s, vt } = svd(low);
    expect(s.filter((value: number) => value > 1000 * epsilon * s[0])).toHaveLength(4);
    expect(orthonormality(u)).toBeLessThanOrEqual(rounding(50));
    expect(orthonormality(transpose(vt))).toBeLessThanOrEqual(rounding(50));
  });

  test('qr reconstructs with orthonormal Q and upper triangular R in every shape', () => {
    fc.assert(
      fc.property(fc.record({ m: size, n: size, seed }), ({ m, n, seed: s }) => {
        const a = normal(s, m, n);
        const { q, r } = qr(a);
        expect([q.cols, r.rows]).toEqual([Math.min(m, n), Math.min(m, n)]);
        expect(orthonormality(q)).toBeLessThanOrEqual(rounding(m + n));
        for (let i = 0; i < r.rows; i++) for (let j = 0; j < Math.min(i, n); j++) expect(r.get(i, j)).toBe(0);
        expect(distance(product(q, r), a)).toBeLessThanOrEqual(rounding(m + n) * norm(a));
      }),
      runs,
    );
  });

  test('lstsq satisfies the normal equations and lies in the row space: least residual, least norm', () => {
    fc.assert(
      fc.property(
        fc.record({ m: size, n: size, k: fc.integer({ min: 1, max: 5 }), rank: size, seed }),
        (shape) => {
          const { m, n, k, rank, seed: s } = shape;
          const a = normal(s, m, n);
          a.data.set(product(normal(s + 1, m, rank), normal(s + 2, rank, n)).data);
          const b = normal(s + 3, m, k);
          const rcond = 1e4 * epsilon;
          const x = lstsq(a, b, { rcond });
          const { s: values, vt } = svd(a);
          const kept = values.filter((value: number) => value > rcond * values[0]).length;
          const residual = b.clone();
          product(a, x).data.forEach((value: number, i: number) => (residual.data[i] -= value));
          const error = rounding(m + n) * (values[0] / values[kept - 1]) * (norm(b) + values[0] * norm(x));
          expect(norm(product(a, residual, true))).toBeLessThanOrEqual(error * values[0]);
          const outside = product(vt, x).data.subarray(kept * k);
          expect(largest({ data: outside })).toBeLessThanOrEqual(error / values[kept - 1]);
        },
      ),
      runs,
    );
  });

  test('lstsq is luSolve for a regular square matrix', () => {
    const [a, b] = [spd(4, 25), normal(5, 25, 3)];
    expect(distance(lstsq(a, b), luSolve(a, b))).toBeLessThanOrEqual(rounding(25));
  });

  test('psdPower: powers add up, the square root squares, the inverse inverts, symmetric to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(size, seed, async (n, s) => {
        const a = spd(s, n);
        const root = psdPower(a, 0.5);
        expect(distance(root, transpose(root))).toBe(0);
        expect(distance(product(root, root), a)).toBeLessThanOrEqual(rounding(n) * n * largest(a));
        const inverse = psdPower(a, -1);
        expect(distance(product(inverse, a), identity(n))).toBeLessThanOrEqual(10 * n * rounding(n));
        const composed = product(psdPower(a, 0.25), await psdPowerAsync(a, 0.75));
        expect(distance(composed, a)).toBeLessThanOrEqual(rounding(n) * n * largest(a));
      }),
      runs,
    );
  });

  test('psdPower clips to exactly zero: of rank r it gives the power of the pseudo-inverse', () => {
    const [n, r] = [20, 6];
    const a = gram(normal(9, n, r));
    const projector = psdPower(a, 0);
    const trace = Array.from({ length: n }, (_, i) => projector.get(i, i)).reduce((x, y) => x + y);
    expect(Math.abs(trace - r)).toBeLessThanOrEqual(rounding(n));
    const inverse = psdPower(a, -1);
    // Penrose: A A⁺ A = A. The condition number of the six kept eigenvalues is below 100.
    expect(distance(product(product(a, inverse), a), a)).toBeLessThanOrEqual(100 * rounding(n) * largest(a));
    expect(largest(psdPower(a, -0.5, { clip: 2 }))).toBe(0);
  });

  test('asynchronous forms run beside each other and beside the event loop', async () => {
    const a = spd(10, 60);
    let turns = 0;
    let turn = setImmediate(function count() {
      turns++;
      turn = setImmediate(count);
    });
    const both = await Promise.all([eighAsync(a), svdAsync(a), choleskyAsync(a)]);
    clearImmediate(turn);
    expect(turns).toBeGreaterThan(0);
    expect(distance({ data: both[0].values }, { data: both[1].s.slice().reverse() })).toBeLessThanOrEqual(
      rounding(60) * norm(a),
    );
    expect(distance(product(both[2], both[2], false, true), a)).toBeLessThanOrEqual(
      rounding(60) * largest(a),
    );
  });
});
