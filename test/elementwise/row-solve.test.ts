import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heap } from 'agop/elementwise/heap';
import { setWorkerThreads, startWorkers } from 'agop/elementwise/pool';
import { rowSolve } from 'agop/elementwise/row-solve';

interface Problem {
  d1: number;
  d2: number;
  /** Observed columns of each row. */
  observed: number[][];
  p: number[];
  y: number[];
}

/** P = F F^T of rank `rank`; row i observes every column that the mask function keeps. */
function problem(d1: number, d2: number, rank: number, keep: (i: number, j: number) => boolean): Problem {
  const f = (i: number, k: number): number => Math.sin(1 + 3 * i + 7 * k + i * k);
  const p = Array.from({ length: d2 * d2 }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += f(Math.floor(at / d2), k) * f(at % d2, k);
    return sum;
  });
  const columns = Array.from({ length: d2 }, (_, j) => j);
  const observed = Array.from({ length: d1 }, (_, i) => columns.filter((j) => keep(i, j)));
  return { d1, d2, observed, p, y: observed.flat().map((j, at) => Math.cos(j + at)) };
}

function solve(
  { d1, d2, observed, p, y }: Problem,
  {
    ridge,
    floor = 0,
    precision = 'float64' as 'float64' | 'float32',
  }: { ridge: number; floor?: number; precision?: 'float64' | 'float32' },
): number[] {
  const real = heap[precision];
  const arrays = {
    p: real(d2 * d2),
    rowPtr: heap.int32(d1 + 1),
    colIdx: heap.int32(y.length),
    y: real(y.length),
    z: real(d1 * d2),
  };
  try {
    arrays.p.set(p);
    arrays.y.set(y);
    arrays.colIdx.set(observed.flat());
    arrays.rowPtr[0] = 0;
    observed.forEach((columns, i) => (arrays.rowPtr[i + 1] = arrays.rowPtr[i] + columns.length));
    rowSolve({ ...arrays, d2, ridge, floor });
    return Array.from(arrays.z);
  } finally {
    Object.values(arrays).forEach((array) => heap.free(array));
  }
}

/** The same by Gaussian elimination with pivoting, row by row, in plain loops. */
function reference({ d2, observed, p, y }: Problem, ridge: number): number[] {
  let at = 0;
  return observed.flatMap((columns) => {
    const n = columns.length;
    const values = y.slice(at, at + n);
    at += n;
    const k = columns.map((r, i) => [
      ...columns.map((c, j) => p[r * d2 + c] + (i === j ? ridge : 0)),
      values[i],
    ]);
    for (let c = 0; c < n; c++) {
      let best = c;
      for (let r = c; r < n; r++) if (Math.abs(k[r][c]) > Math.abs(k[best][c])) best = r;
      [k[c], k[best]] = [k[best], k[c]];
      for (let r = c + 1; r < n; r++) {
        const factor = k[r][c] / k[c][c];
        for (let q = c; q <= n; q++) k[r][q] -= factor * k[c][q];
      }
    }
    const a = new Array<number>(n).fill(0);
    for (let r = n - 1; r >= 0; r--) {
      let sum = k[r][n];
      for (let q = r + 1; q < n; q++) sum -= k[r][q] * a[q];
      a[r] = sum / k[r][r];
    }
    const row = Array.from({ length: d2 }, (_, j) =>
      columns.reduce((sum, c, i) => sum + a[i] * p[c * d2 + j], 0),
    );
    columns.forEach((c, i) => (row[c] = values[i]));
    return row;
  });
}

const distance = (a: number[], b: number[]): number => {
  const scale = Math.max(1, ...b.map(Math.abs));
  return Math.max(0, ...a.map((x, i) => Math.abs(x - b[i]))) / scale;
};

describe('rowSolve', () => {
  // Conditions of P + rho I are below 1e3 here: 1e-12 is 5000 roundings.
  test('agrees with plain elimination to 1e-12 for any shape and pattern, empty and full rows included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 0, max: 7 }),
        (d1, d2, step) => {
          const sparse = problem(d1, d2, 4, (i, j) => step > 0 && (i === 1 || (i * 5 + j * 3) % step === 0));
          expect(distance(solve(sparse, { ridge: 0.3 }), reference(sparse, 0.3))).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is IRLS with the smoothed metric P + rho I, which interpolates the observed entries exactly', () => {
    const rho = 0.4;
    const given = problem(9, 33, 5, (i, j) => (i + j * j) % 3 === 0);
    const smoothed = { ...given, p: given.p.map((v, at) => (at % 34 === 0 ? v + rho : v)) };
    expect(distance(solve(given, { ridge: rho }), solve(smoothed, { ridge: 0 }))).toBeLessThan(1e-12);
  });

  test('keeps single precision accuracy in single precision', () => {
    const given = problem(20, 50, 5, (i, j) => (i * 7 + j) % 4 === 0);
    // 1e3 of condition times the 6e-8 of a rounding.
    expect(distance(solve(given, { ridge: 0.3, precision: 'float32' }), reference(given, 0.3))).toBeLessThan(
      1e-4,
    );
  });

  test('solves rows of more than a thousand entries', () => {
    const given = problem(1, 1100, 6, (_, j) => j !== 5);
    // 1100 entries: condition about 1e3 / 0.5 times 550.
    expect(distance(solve(given, { ridge: 0.5 }), reference(given, 0.5))).toBeLessThan(1e-10);
  });

  test('the floor is relative to the mean diagonal of the row', () => {
    const given = problem(1, 12, 12, (_, j) => j < 6);
    const mean = [0, 1, 2, 3, 4, 5].reduce((sum, j) => sum + given.p[j * 13], 0) / 6;
    const right = reference(given, 0.25 * mean);
    expect(distance(solve(given, { ridge: 0, floor: 0.25 }), right)).toBeLessThan(1e-12);
    expect(distance(solve(given, { ridge: 0.1 * mean, floor: 0.25 }), right)).toBeLessThan(1e-12);
  });

  test('a singular P without ridge is solved with the least ridge that works', () => {
    // Rank 2, so that P[O,O] of eight entries has no Cholesky factor; y is in its range: y = P[O,0].
    const given = problem(1, 20, 2, (_, j) => j < 8);
    given.y = given.observed[0].map((j) => given.p[j]);
    const z = solve(given, { ridge: 0 });
    const row0 = given.p.slice(0, 20);
    // The ridge is near 1e-15 of the diagonal, the condition its inverse: half of the digits are left.
    expect(distance(z, row0)).toBeLessThan(1e-6);
  });

  test('a zero P predicts 0 and keeps the data', () => {
    const given = problem(3, 5, 0, (i, j) => i !== 1 && j === i);
    const want = [...new Array<number>(15).fill(0)];
    want[0] = given.y[0];
    want[12] = given.y[1];
    expect(solve(given, { ridge: 0 })).toEqual(want);
  });

  test('gives the same bits on one thread and on three', async () => {
    const given = problem(300, 250, 5, (i, j) => (i * 31 + j * 17) % 11 === 0);
    setWorkerThreads(1);
    const one = solve(given, { ridge: 0.05 });
    setWorkerThreads(3);
    await startWorkers();
    for (let round = 0; round < 5; round++) expect(solve(given, { ridge: 0.05 })).toEqual(one);
  });
});
