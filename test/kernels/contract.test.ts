import { describe, expect, test } from 'vitest';
import type { Metric } from 'agop/kernels/metric';
import { eigh } from 'agop/linalg/eigh';
import { matmul } from 'agop/linalg/matmul';
import { identity, Matrix, type Precision, transpose } from 'agop/linalg/matrix';
import {
  cases,
  type Case,
  directMatrix,
  gap,
  inPrecision,
  largest,
  metricIn,
  metrics,
  orthogonal,
  points,
  precisions,
  taken,
} from './support.js';

const d = 6;
const n = 40;
const m = 17;
const x = points(n, d, 0);
const z = points(m, d, 1);
const alpha = points(n, 3, 2);

// Distances from inner products lose half of the digits of the sum only where points coincide; elsewhere some ulp.
const accuracy = { float64: 1e-12, float32: 3e-5 } as const;
// Relative to the largest entry; the sums over i cancel.
const gradientAccuracy = { float64: 1e-10, float32: 1e-3 } as const;

/** 0 below the diagonal. */
function upperOf(a: Matrix): Matrix {
  const out = a.clone();
  for (let i = 0; i < a.rows; i++) out.row(i).fill(0, 0, i);
  return out;
}

/** f(z_j + h e_k) by the definition, for central differences. */
function differences(one: Case, root: Matrix): Matrix {
  const h = 1e-7;
  const out = new Matrix(m, alpha.cols * d);
  for (let k = 0; k < d; k++) {
    const moved = (by: number): Matrix => {
      const copy = z.clone();
      for (let j = 0; j < m; j++) copy.data[j * d + k] += by;
      return matmul(directMatrix(one, copy, x, root), alpha);
    };
    const [up, down] = [moved(h), moved(-h)];
    for (let j = 0; j < m; j++) {
      for (let l = 0; l < alpha.cols; l++) out.set(j, l * d + k, (up.get(j, l) - down.get(j, l)) / (2 * h));
    }
  }
  return out;
}

for (const [name, one] of Object.entries(cases)) {
  const { kernel } = one;
  const kinds = Object.entries(metrics(d));
  const diagonalOf = (p: Matrix): number[] =>
    one.unitDiagonal
      ? new Array<number>(p.rows).fill(1)
      : Array.from({ length: p.rows }, (_, i) => one.value(new Array<number>(d).fill(0), p.row(i), p.row(i)));

  describe(name, () => {
    for (const [kind, { metric, root }] of kinds) {
      for (const precision of precisions) {
        const options = { metric: metricIn(metric, precision) };
        const [px, pz, pa] = [x, z, alpha].map((a) => inPrecision(a, precision));
        // Of the largest value: 1, but for kernels that grow with the points.
        const within = accuracy[precision] * Math.max(1, largest(directMatrix(one, x, x, root)));

        describe(`metric ${kind}, ${precision}`, () => {
          test('K(X, Z) is the definition', () => {
            const k = kernel.matrix(px, pz, options);
            expect(k.precision).toBe(precision);
            expect(gap(k, directMatrix(one, x, z, root))).toBeLessThanOrEqual(within);
          });

          test('K(X, X) is the definition, exactly symmetric with the exact diagonal, and positive semidefinite', () => {
            const k = kernel.matrix(px, undefined, options);
            expect(gap(k, directMatrix(one, x, x, root))).toBeLessThanOrEqual(within);
            expect(transpose(k).data).toEqual(k.data);
            const diagonal = Array.from({ length: n }, (_, i) => k.get(i, i));
            if (one.unitDiagonal) expect(diagonal).toEqual(diagonalOf(x));
            const { values } = eigh(inPrecision(k, 'float64'));
            expect(values[0]).toBeGreaterThanOrEqual(-n * within);
          });

          test('the gradient is that of central differences', () => {
            const want = differences(one, root);
            const got = kernel.gradients(px, pa, pz, options);
            // ε / h is 1e-9; h² is less even against |u - v|^(q - 3), where coordinates nearly meet.
            const tolerance = Math.max(1e-7, gradientAccuracy[precision]) * largest(want);
            expect(gap(got, want)).toBeLessThanOrEqual(tolerance);
          });

          test('the training pair is K(X, X) and the gradients at X, for any range of rows', () => {
            const pair = kernel.trainingPair(px, options);
            const k = kernel.matrix(px, undefined, options);
            expect(gap(upperOf(pair.upper), upperOf(k))).toBeLessThanOrEqual(within);
            const want = kernel.gradients(px, pa, px, options);
            const tolerance = gradientAccuracy[precision] * largest(want);
            // The caller may use the storage on and above the diagonal, for its factor say.
            for (let i = 0; i < n; i++) pair.upper.row(i).fill(NaN, i);
            expect(gap(pair.gradients(pa), want)).toBeLessThanOrEqual(tolerance);
            const part = pair.gradients(pa, 5, 12);
            expect(gap(part, taken(want, [5, 6, 7, 8, 9, 10, 11]))).toBeLessThanOrEqual(tolerance);
          });

          test('duplicate rows count as one point, with no gradient of their own', () => {
            // Rows that are equal within X, and between X and Z.
            const twice = taken(px, [0, 1, 2, 0, 1, 3]);
            const k = kernel.matrix(twice, undefined, options);
            expect([k.get(0, 3), k.get(1, 4)]).toEqual([k.get(0, 0), k.get(1, 1)]);
            const across = kernel.matrix(twice, taken(px, [0, 1]), options);
            expect(Math.abs(across.get(3, 0) - k.get(0, 0))).toBeLessThanOrEqual(within);
            const weights = inPrecision(points(6, 1, 3), precision);
            const merged = new Matrix(4, 1, weights.data.slice(0, 4));
            merged.data[0] += weights.data[3];
            merged.data[1] += weights.data[4];
            merged.data[3] = weights.data[5];
            const single = taken(px, [0, 1, 2, 3]);
            const want = kernel.gradients(single, merged, single, options);
            const got = kernel.gradients(twice, weights, single, options);
            expect(gap(got, want)).toBeLessThanOrEqual(gradientAccuracy[precision] * largest(want));
            const pair = kernel.trainingPair(twice, options).gradients(weights);
            const there = taken(want, [0, 1, 2, 0, 1, 3]);
            expect(gap(pair, there)).toBeLessThanOrEqual(gradientAccuracy[precision] * largest(want));
          });

          test('a block of rows gives what all rows give', () => {
            const rows = [3, 4, 5, 6];
            const k = kernel.matrix(px, pz, options);
            expect(gap(kernel.matrix(taken(px, rows), pz, options), taken(k, rows))).toBeLessThanOrEqual(
              within,
            );
            const all = kernel.gradients(px, pa, pz, options);
            const block = kernel.gradients(px, pa, taken(pz, rows), options);
            expect(gap(block, taken(all, rows))).toBeLessThanOrEqual(
              gradientAccuracy[precision] * largest(all),
            );
          });

          test('out is filled whatever it held, and returned', () => {
            const out = inPrecision(new Matrix(n, n, new Float64Array(n * n).fill(NaN)), precision);
            expect(kernel.matrix(px, undefined, { ...options, out })).toBe(out);
            expect(out.data).toEqual(kernel.matrix(px, undefined, options).data);
          });
        });
      }
    }

    test('one point is a point', () => {
      const alone = taken(x, [0]);
      expect(Array.from(kernel.matrix(alone).data)).toEqual([kernel.matrix(alone, alone).get(0, 0)]);
      expect(kernel.trainingPair(alone).gradients(taken(alpha, [0])).rows).toBe(1);
    });

    test('all points equal: one value everywhere', () => {
      const same = taken(x, new Array<number>(5).fill(0));
      const k = kernel.matrix(same);
      expect(new Set(k.data).size).toBe(1);
      expect(largest(kernel.trainingPair(same).gradients(taken(alpha, [0, 1, 2, 3, 4])))).toBeLessThan(
        Infinity,
      );
    });

    {
      const route = (metric: Metric | undefined, precision: Precision = 'float64'): Matrix[] => {
        const options = { metric: metricIn(metric, precision) };
        return [
          kernel.matrix(x, z, options),
          upperOf(kernel.trainingPair(x, options).upper),
          kernel.gradients(x, alpha, z, options),
        ];
      };
      const expectEqual = (got: Matrix[], want: Matrix[]): void => {
        // Two routes to the same numbers in double precision; ill-conditioned only by the sums of 40 terms.
        got.forEach((a, i) =>
          expect(gap(a, want[i])).toBeLessThanOrEqual(1e-11 * Math.max(1, largest(want[i]))),
        );
      };

      test('metric I equals none', () => {
        expectEqual(route(identity(d)), route(undefined));
        expectEqual(route(new Float64Array(d).fill(1)), route(undefined));
        expectEqual(route({ factor: identity(d) }), route(undefined));
      });

      test('a diagonal equals the same M in full', () => {
        const diagonal = metrics(d).diagonal.metric as Float64Array;
        const full = new Matrix(d, d);
        diagonal.forEach((entry, i) => full.set(i, i, entry));
        expectEqual(route(diagonal), route(full));
      });

      test('a factor equals the same M in full', () => {
        expectEqual(route(metrics(d).factor.metric), route(metrics(d).singular.metric));
      });

      test('the zero metric sees one point, and no gradient', () => {
        const zero = kernel.matrix(x, z, { metric: new Matrix(d, d) });
        expect(new Set(zero.data).size).toBe(1);
        expect(largest(kernel.gradients(x, alpha, z, { metric: new Float64Array(d) }))).toBe(0);
      });
    }

    test(one.rotates ? 'turning the points changes nothing' : 'turning the points changes the kernel', () => {
      const q = orthogonal(d, 4);
      const turned = kernel.matrix(matmul(x, q), matmul(z, q));
      const change = gap(turned, kernel.matrix(x, z));
      if (one.rotates) expect(change).toBeLessThanOrEqual(1e-12 * Math.max(1, largest(turned)));
      else expect(change).toBeGreaterThan(0.01);
    });

    test('withBandwidth is the same kernel at another bandwidth', () => {
      if (kernel.bandwidth === undefined) return;
      const wide = kernel.withBandwidth(2 * kernel.bandwidth);
      expect(wide.spec).toEqual({ ...kernel.spec, bandwidth: 2 * kernel.bandwidth });
      const doubled = x.clone();
      doubled.data.forEach((entry, k) => (doubled.data[k] = 2 * entry));
      expect(gap(wide.matrix(doubled), kernel.matrix(x))).toBeLessThanOrEqual(1e-12);
      expect(kernel.bandwidth).toBe(kernel.spec.bandwidth);
    });
  });
}
