import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from 'agop/errors';
import {
  mapGaussian,
  mapGaussianFactor,
  mapGeneralisedLaplace,
  mapGeneralisedLaplaceFactor,
  mapLaplace,
  mapLaplaceFactor,
} from 'agop/elementwise/gram-maps';
import { heap } from 'agop/elementwise/heap';
import { mapSymmetric, type RadialShape } from 'agop/elementwise/map-symmetric';
import { setWorkerThreads, startWorkers, workerThreads } from 'agop/elementwise/pool';
import { gram } from 'agop/linalg/gram';
import { Matrix, type Precision, zeros } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';

const threads = workerThreads();
afterAll(() => setWorkerThreads(threads));

const bandwidth = 1.7;
const exponent = 0.8;
type Norms = { xNorms: ArrayLike<number>; zNorms: ArrayLike<number> };
const shapes: [RadialShape, (g: Matrix, n: Norms) => void, (g: Matrix, n: Norms) => void][] = [
  [
    { kind: 'laplace', bandwidth },
    (g, n) => mapLaplace(g, { bandwidth, ...n }),
    (g, n) => mapLaplaceFactor(g, { bandwidth, ...n }),
  ],
  [
    { kind: 'gaussian', bandwidth },
    (g, n) => mapGaussian(g, { bandwidth, ...n }),
    (g, n) => mapGaussianFactor(g, { bandwidth, ...n }),
  ],
  [
    { kind: 'generalisedLaplace', bandwidth, exponent },
    (g, n) => mapGeneralisedLaplace(g, { bandwidth, exponent, ...n }),
    (g, n) => mapGeneralisedLaplaceFactor(g, { bandwidth, exponent, ...n }),
  ],
];

/** Storage that other threads reach. */
function shared(n: number, precision: Precision): Matrix {
  const buffer = new SharedArrayBuffer(n * n * (precision === 'float64' ? 8 : 4));
  return new Matrix(n, n, precision === 'float64' ? new Float64Array(buffer) : new Float32Array(buffer));
}

/** Where two matrices first differ, or -1. */
function difference(a: Matrix, b: Matrix): number {
  return a.data.findIndex((value, i) => !Object.is(value, b.data[i]));
}

/** Storage in the kernels' own heap. */
function inHeap(n: number, precision: Precision): Matrix {
  return new Matrix(n, n, precision === 'float64' ? heap.float64(n * n) : heap.float32(n * n));
}

function normsOf(x: Matrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => Array.from(x.row(i)).reduce((s, a) => s + a * a, 0));
}

for (const precision of ['float64', 'float32'] as const) {
  for (const [shape, value, factor] of shapes) {
    describe(`${shape.kind} in ${precision}`, () => {
      // Around the edges of the blocks of 128.
      for (const n of [1, 2, 127, 128, 129, 300]) {
        test(`of ${n} points: the maps over the whole matrix, to the bit, from the lower triangle`, () => {
          const x = new Random(n).normalMatrix(n, 4, precision);
          const norms = normsOf(x);
          const both = { xNorms: norms, zNorms: norms };
          const [values, factors] = [gram(x), gram(x)];
          value(values, both);
          factor(factors, both);
          const pair = factors.clone();
          for (let i = 0; i < n; i++) pair.row(i).set(values.row(i).subarray(i), i);
          for (const make of [(count: number, p: Precision) => zeros(count, count, p), shared, inHeap]) {
            const got = make(n, precision);
            got.data.fill(NaN);
            gram(x, { out: got, lower: true });
            mapSymmetric(got, shape, { norms });
            expect(difference(got, values)).toBe(-1);
            got.data.fill(NaN);
            gram(x, { out: got, lower: true });
            mapSymmetric(got, shape, { norms, factors: true });
            expect(difference(got, pair)).toBe(-1);
            if (heap.has(got.data)) heap.free(got.data);
          }
        });
      }

      test('the number of threads does not change a bit', async () => {
        const x = new Random(0).normalMatrix(500, 4, precision);
        const norms = normsOf(x);
        const results: Matrix[][] = [];
        for (const count of [1, 3]) {
          setWorkerThreads(count);
          await startWorkers();
          const made = [shared(500, precision), inHeap(500, precision)];
          for (const pair of made) {
            gram(x, { out: pair, lower: true });
            mapSymmetric(pair, shape, { norms, factors: true });
          }
          results.push(made.map((pair) => pair.clone()));
          heap.free(made[1].data);
        }
        results[1].forEach((pair, i) => expect(difference(pair, results[0][i])).toBe(-1));
        expect(difference(results[0][0], results[0][1])).toBe(-1);
      });
    });
  }
}

test('bad input is named', () => {
  const shape: RadialShape = { kind: 'laplace', bandwidth: 1 };
  const cases: [() => void, string][] = [
    [() => mapSymmetric(zeros(2, 3), shape, { norms: [1, 1] }), 'mapSymmetric: gram has shape (2, 3);'],
    [
      () => mapSymmetric(zeros(2, 2), shape, { norms: [1] }),
      'mapSymmetric: norms has 1 numbers; gram needs 2',
    ],
    [
      () => mapSymmetric(zeros(2, 2), { kind: 'gaussian', bandwidth: 0 }, { norms: [1, 1] }),
      'mapSymmetric: bandwidth is 0; give a positive number',
    ],
  ];
  for (const [run, message] of cases) {
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  }
});
