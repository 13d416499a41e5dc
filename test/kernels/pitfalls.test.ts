import { describe, expect, test } from 'vitest';
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import { laplace } from 'agop/kernels/laplace';
import { lpq } from 'agop/kernels/lpq';
import { medianDistance } from 'agop/kernels/median-distance';
import { productLaplace } from 'agop/kernels/product-laplace';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { fromRows, Matrix, type Precision } from 'agop/linalg/matrix';
import { cases, gap, inPrecision, largest, points, precisions, taken } from './support.js';

// Far from the origin, where |x|² + |z|² - 2 <x, z> keeps least of a distance.
function farPoints(precision: Precision): Matrix {
  const x = points(60, 8, 0);
  for (let k = 0; k < x.data.length; k++) x.data[k] += 1000;
  return inPrecision(x, precision);
}

const finite = (a: Matrix): boolean => a.data.every(Number.isFinite);

for (const precision of precisions) {
  describe(`in ${precision}`, () => {
    test('the distance of a point to itself is exactly 0, however far from the origin', () => {
      const x = farPoints(precision);
      for (const kernel of [laplace({ bandwidth: 1 }), generalisedLaplace({ bandwidth: 1, exponent: 0.5 })]) {
        const k = kernel.trainingPair(x).upper;
        for (let i = 0; i < x.rows; i++) expect(k.get(i, i)).toBe(1);
        // In K(X, Z) no index says so.
        const across = kernel.matrix(x, taken(x, [7, 30]));
        expect([across.get(7, 0), across.get(30, 1)]).toEqual([1, 1]);
      }
    });

    test('duplicates get no factor K / r: their gradient is that of the other points alone', () => {
      const x = points(30, 5, 1);
      const twice = inPrecision(taken(x, [...Array(30).keys(), ...Array(30).keys()]), precision);
      // Weights that cancel between the copies: what is left is what the copies do to each other.
      const alpha = points(60, 1, 2);
      for (let i = 0; i < 30; i++) alpha.data[30 + i] = -alpha.data[i];
      const weights = inPrecision(alpha, precision);
      const got = laplace({ bandwidth: 10 }).trainingPair(twice).gradients(weights);
      // 60 terms of about |alpha| / L cancel to rounding.
      expect(largest(got)).toBeLessThanOrEqual(precision === 'float64' ? 1e-13 : 1e-4);
    });

    test('nearly coincident points keep the gradient bounded', () => {
      const x = inPrecision(taken(points(10, 4, 3), [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]), precision);
      // One ulp to some hundred apart.
      for (let i = 5; i < 10; i++)
        x.data[i * 4] *= 1 + (precision === 'float64' ? 2 ** -52 : 2 ** -23) * 4 ** (i - 5);
      const ones = inPrecision(new Matrix(10, 1, new Float64Array(10).fill(1)), precision);
      const gradients = laplace({ bandwidth: 1 }).trainingPair(x).gradients(ones);
      // |∇ k| <= 1 / L for each of the ten terms.
      expect(largest(gradients)).toBeLessThanOrEqual(10);
    });

    test('a squared distance below 0 by rounding is no NaN', () => {
      const x = farPoints(precision);
      // Copies with the last bits changed: |x|² + |z|² - 2 <x, z> takes either sign.
      const z = x.clone();
      for (let k = 0; k < z.data.length; k++)
        z.data[k] *= 1 + (k % 3) * (precision === 'float64' ? 2 ** -52 : 2 ** -23);
      const alpha = inPrecision(points(60, 2, 4), precision);
      for (const kernel of [laplace({ bandwidth: 1 }), gaussian({ bandwidth: 1 })]) {
        const k = kernel.matrix(x, z);
        expect(finite(k)).toBe(true);
        expect(Math.max(...k.data)).toBeLessThanOrEqual(1);
        expect(finite(kernel.gradients(x, alpha, z))).toBe(true);
      }
    });

    test('r^(q - 2) is masked before the power, for every q and for Laplace', () => {
      const x = inPrecision(taken(points(6, 3, 5), [0, 1, 2, 0, 1, 2]), precision);
      const alpha = inPrecision(points(6, 2, 6), precision);
      const kernels = [0.1, 0.5, 1, 1.5, 2].map((exponent) => generalisedLaplace({ bandwidth: 2, exponent }));
      for (const kernel of [...kernels, laplace({ bandwidth: 2 })]) {
        expect(finite(kernel.trainingPair(x).gradients(alpha))).toBe(true);
        expect(finite(kernel.gradients(x, alpha, taken(x, [0, 4])))).toBe(true);
      }
    });

    test('|u - v|^(q - 1) is masked where single coordinates are equal', () => {
      // One-hot columns: most coordinates of a pair are equal.
      const x = fromRows(
        Array.from({ length: 9 }, (_, i) => [0, 1, 2].map((k) => Number(i % 3 === k)).concat(i / 4)),
        precision,
      );
      const alpha = inPrecision(points(9, 1, 7), precision);
      const root = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0.3)));
      for (const metric of [undefined, fromRows(root, precision)]) {
        for (const kernel of [
          productLaplace({ bandwidth: 2 }),
          productLaplace({ bandwidth: 2, exponent: 0.6 }),
          lpq({ bandwidth: 2, p: 0.8, q: 0.5 }),
        ]) {
          const gradients = kernel.trainingPair(x, { metric }).gradients(alpha);
          expect(finite(gradients)).toBe(true);
          // Rounding of a coordinate that is equal would be a power of 1e-16 with exponent -1/2.
          expect(largest(gradients)).toBeLessThanOrEqual(100);
        }
      }
    });

    test('the tangent kernel clips its correlation and takes points at 0', () => {
      const x = inPrecision(points(12, 3, 8), precision);
      // Multiples of one direction, of either sign, whose correlation rounds beyond 1, and the origin.
      for (let k = 0; k < 3; k++) {
        for (let i = 1; i < 6; i++) x.data[i * 3 + k] = x.data[k] * (i % 2 ? 1 : -1) * (i / 3);
        x.data[6 * 3 + k] = 0;
      }
      const kernel = reluNtk({ depth: 4 });
      const { upper, gradients } = kernel.trainingPair(x);
      expect(finite(upper)).toBe(true);
      expect(Array.from(upper.row(6).subarray(6))).toEqual(new Array(6).fill(0));
      const got = gradients(inPrecision(points(12, 2, 9), precision));
      expect(finite(got)).toBe(true);
      expect(largest(taken(got, [6]))).toBe(0);
      // Equal directions: (depth + 1) |x| |z|.
      const want = 5 * Math.hypot(...x.row(0)) * Math.hypot(...x.row(1));
      expect(Math.abs(upper.get(0, 1) / want - 1)).toBeLessThanOrEqual(
        precision === 'float64' ? 1e-14 : 1e-6,
      );
    });
  });
}

test('a metric that is semidefinite only to its printed digits makes no NaN', () => {
  // Points along the direction whose eigenvalue is -1e-6: every squared length and distance is negative.
  const x = fromRows(
    [
      [0, 1],
      [0, -3],
      [0, 2],
      [0, 2.5],
    ].map((row) => [...row]),
  );
  const metric = fromRows([
    [1, 0],
    [0, -1e-6],
  ]);
  const alpha = points(4, 1, 10);
  for (const { kernel } of Object.values(cases)) {
    const { upper, gradients } = kernel.trainingPair(x, { metric });
    expect(finite(upper)).toBe(true);
    expect(finite(gradients(alpha))).toBe(true);
    expect(finite(kernel.matrix(x, taken(x, [1, 2]), { metric }))).toBe(true);
    expect(finite(kernel.gradients(x, alpha, x, { metric }))).toBe(true);
  }
  expect(medianDistance(x, { metric })).toBe(0);
});

test('points so far apart that k is 0 have gradient 0, not 0 times infinity', () => {
  for (const precision of precisions) {
    const x = fromRows([[0], [precision === 'float64' ? 1e140 : 1e17]], precision);
    const alpha = inPrecision(points(2, 1, 11), precision);
    for (const { kernel } of Object.values(cases)) {
      if (kernel.bandwidth === undefined) continue;
      const small = kernel.withBandwidth(1e-9);
      expect(Array.from(small.trainingPair(x).upper.data).slice(1, 3)).toEqual(
        kernel.spec.mix === 0.25 ? [0.25 ** 3, 0.25 ** 3] : [0, 0],
      );
      expect(finite(small.trainingPair(x).gradients(alpha))).toBe(true);
      expect(finite(small.gradients(x, alpha, x))).toBe(true);
    }
  }
});

test('single precision agrees with double far from the origin, the mean being taken out first', () => {
  const x = farPoints('float32');
  const exact = laplace({ bandwidth: 3 }).matrix(inPrecision(x, 'float64'));
  // Some ulp of distances of about 4; without the mean, |x|² = 8e6 would leave errors of order 1.
  expect(gap(laplace({ bandwidth: 3 }).matrix(x), exact)).toBeLessThanOrEqual(1e-5);
});
