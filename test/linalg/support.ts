import { engineInfo, useEngine } from 'agop/linalg/engine';
import { Matrix, zeros, type Precision, type Real } from 'agop/linalg/matrix';
import fc from 'fast-check';
import { afterAll, beforeAll, describe } from 'vitest';

const startEngine = engineInfo().engine;

/** One suite for both engines and both precisions; native is skipped, visibly, on a machine without BLAS. */
export function onEachEngine(body: (precision: Precision, epsilon: number) => void): void {
  for (const engine of ['native', 'portable'] as const) {
    describe.skipIf(engine === 'native' && startEngine !== 'native').each([
      ['float64', 2 ** -52],
      ['float32', 2 ** -23],
    ] as const)(`${engine} %s`, (precision, epsilon) => {
      beforeAll(() => useEngine(engine));
      afterAll(() => useEngine(startEngine));
      body(precision, epsilon);
    });
  }
}

/** Sizes that hit full register tiles, edges, and single rows. */
export const size: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(1, 4, 8, 16, 31, 64, 67),
);
export const seed: fc.Arbitrary<number> = fc.nat(2 ** 31);
/** Few enough that the suite stays short: each run is a random shape, seed and option. */
export const runs = { numRuns: 30 };

/** op(A) op(B) in float64, by the definition. */
export function product(a: Matrix, b: Matrix, transA = false, transB = false): Matrix {
  const [m, k] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
  const n = transB ? b.rows : b.cols;
  const out = zeros(m, n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++)
        sum += (transA ? a.get(p, i) : a.get(i, p)) * (transB ? b.get(j, p) : b.get(p, j));
      out.set(i, j, sum);
    }
  }
  return out;
}

export function diagonal(values: Real, rows = values.length, cols = values.length): Matrix {
  const out = zeros(rows, cols);
  values.forEach((value: number, i: number) => out.set(i, i, value));
  return out;
}

/** max |aᵢⱼ - bᵢⱼ|; NaN if any entry is NaN, so that no comparison passes on one. */
export function distance(a: { data: Real }, b: { data: Real }): number {
  if (a.data.length !== b.data.length) return NaN;
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) largest = Math.max(largest, Math.abs(a.data[i] - b.data[i]));
  return largest;
}

export function largest(a: { data: Real }): number {
  return distance(a, { data: new Float64Array(a.data.length) });
}

/** X with the columns' inner products: XᵀX - I, largest entry. */
export function orthonormality(x: Matrix): number {
  return distance(product(x, x, true), diagonal(new Float64Array(x.cols).fill(1)));
}
