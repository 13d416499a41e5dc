import { describe, expect, test } from 'vitest';
import { InputError } from 'agop/errors';
import { gaussian } from 'agop/kernels/gaussian';
import { generalisedLaplace } from 'agop/kernels/generalised-laplace';
import type { KernelSpec } from 'agop/kernels/kernel';
import { kernelFrom } from 'agop/kernels/kernel-from';
import { laplace } from 'agop/kernels/laplace';
import { lpq } from 'agop/kernels/lpq';
import { medianDistance } from 'agop/kernels/median-distance';
import type { Metric } from 'agop/kernels/metric';
import { productLaplace } from 'agop/kernels/product-laplace';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { sumPower } from 'agop/kernels/sum-power';
import { fromRows, Matrix, zeros } from 'agop/linalg/matrix';
import { cases, points } from './support.js';

function fails(run: () => unknown, message: string): void {
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
}

const x = points(5, 3, 0);
const alpha = points(5, 2, 1);
const withEntry = (a: Matrix, value: number): Matrix => {
  const copy = a.clone();
  copy.data[4] = value;
  return copy;
};

for (const { kernel } of Object.values(cases)) {
  const { name } = kernel.spec;
  describe(JSON.stringify(kernel.spec), () => {
    const everywhere: [string, (bad: Matrix) => unknown][] = [
      ['matrix', (bad) => kernel.matrix(bad)],
      ['gradients', (bad) => kernel.gradients(bad, alpha, x)],
      ['trainingPair', (bad) => kernel.trainingPair(bad)],
    ];
    for (const [method, call] of everywhere) {
      test(`${method}: points that are none, empty or not finite`, () => {
        fails(() => call(zeros(0, 3)), `: x is empty, (0, 3)`);
        fails(() => call([[1]] as unknown as Matrix), `: x is object; give a Matrix`);
        fails(() => call(withEntry(x, NaN)), `: x has NaN at position 4; remove or impute it first`);
        fails(() => call(withEntry(x, Infinity)), `: x has Infinity at position 4;`);
      });

      test(`${method}: a metric that does not fit`, () => {
        const under = (metric: Metric): (() => unknown) => {
          if (method === 'matrix') return () => kernel.matrix(x, undefined, { metric });
          if (method === 'gradients') return () => kernel.gradients(x, alpha, x, { metric });
          return () => kernel.trainingPair(x, { metric });
        };
        const square = (...rows: number[][]): Matrix => fromRows(rows);
        fails(under(zeros(2, 2)), ': metric has 2 rows; 3 are needed');
        fails(under(new Float64Array(4)), ': metric has 4 numbers; 3 are needed');
        fails(under({ factor: zeros(2, 4) }), ': metric.factor has 4 columns; 3 are needed');
        fails(
          under(new Float64Array([1, -2, 1])),
          ': metric has -2 at position 1; its entries are at least 0',
        );
        fails(under(new Float64Array([1, NaN, 1])), ': metric has NaN at position 1;');
        fails(under(withEntry(zeros(3, 3), NaN)), ': metric has NaN at position 4;');
        fails(under(square([1, 2, 0], [0, 1, 0], [0, 0, 1])), ': metric is not symmetric');
        fails(under(square([1, 2, 0], [2, 1, 0], [0, 0, 1])), ': metric has an eigenvalue below');
        fails(under(square([-1, 0, 0], [0, -1, 0], [0, 0, -1])), ': metric has an eigenvalue below');
        fails(under(zeros(3, 3, 'float32')), ': metric is float32; x is float64; convert one of them');
        fails(under(new Float32Array(3)), ': metric is Float32Array; a Float64Array is needed');
        fails(under(null as unknown as Metric), ': metric is null; give a Matrix');
      });
    }

    test('other points, coefficients and rows that do not fit', () => {
      fails(() => kernel.matrix(x, zeros(4, 2)), `${name}.matrix: z has 2 columns; 3 are needed`);
      fails(() => kernel.matrix(x, withEntry(x, NaN)), `${name}.matrix: z has NaN at position 4;`);
      fails(() => kernel.matrix(x, zeros(4, 3, 'float32')), `${name}.matrix: z is float32; x is float64;`);
      const { gradients } = kernel;
      fails(() => gradients(x, points(4, 1, 0), x), `${name}.gradients: alpha has 4 rows; 5 are needed`);
      fails(() => gradients(x, withEntry(alpha, NaN), x), `${name}.gradients: alpha has NaN at position 4;`);
      fails(
        () => gradients(x, zeros(5, 1, 'float32'), x),
        `${name}.gradients: alpha is float32; x is float64;`,
      );
      const pair = kernel.trainingPair(x);
      fails(() => pair.gradients(points(4, 1, 0)), `${name}.gradients: alpha has 4 rows; 5 are needed`);
      fails(() => pair.gradients(alpha, -1), `${name}.gradients: from is -1; give a row from 0 to 4`);
      fails(() => pair.gradients(alpha, 2, 6), `${name}.gradients: to is 6; give a row from 3 to 5`);
      fails(() => pair.gradients(alpha, 2, 2), `${name}.gradients: to is 2;`);
    });

    test('an out that does not fit', () => {
      fails(
        () => kernel.matrix(x, undefined, { out: zeros(5, 4) }),
        `${name}.matrix: out has 4 columns; 5 are needed`,
      );
      fails(
        () => kernel.matrix(x, undefined, { out: zeros(5, 5, 'float32') }),
        `${name}.matrix: out is float32;`,
      );
      const square = points(3, 3, 0);
      fails(() => kernel.matrix(square, undefined, { out: square }), `${name}.matrix: out overlaps x;`);
    });

    test('storage of another size or precision is not used, and no error', () => {
      const other = kernel.trainingPair(points(4, 3, 1)).storage;
      expect(kernel.trainingPair(x, { storage: other }).upper.data).toEqual(
        kernel.trainingPair(x).upper.data,
      );
    });
  });
}

test('bandwidths and exponents out of range', () => {
  for (const bandwidth of [0, -1, NaN, Infinity]) {
    fails(() => laplace({ bandwidth }), `laplace: bandwidth is ${bandwidth}; give a positive number`);
    fails(() => gaussian({ bandwidth }), `gaussian: bandwidth is ${bandwidth};`);
    fails(
      () => generalisedLaplace({ bandwidth, exponent: 1 }),
      `generalisedLaplace: bandwidth is ${bandwidth};`,
    );
    fails(() => productLaplace({ bandwidth }), `productLaplace: bandwidth is ${bandwidth};`);
    fails(() => lpq({ bandwidth, p: 2, q: 1 }), `lpq: bandwidth is ${bandwidth};`);
    fails(() => sumPower({ bandwidth }), `sumPower: bandwidth is ${bandwidth};`);
    fails(() => laplace({ bandwidth: 1 }).withBandwidth(bandwidth), `laplace: bandwidth is ${bandwidth};`);
  }
  fails(
    () => laplace({ bandwidth: 1e-20 }),
    'laplace: bandwidth is 1e-20; give a number from 1e-9 to 1000000000000000',
  );
  for (const exponent of [0, -1, 2.1, NaN]) {
    const message = `exponent is ${exponent}; give a number above 0, at most 2`;
    fails(() => generalisedLaplace({ bandwidth: 1, exponent }), message);
    fails(() => productLaplace({ bandwidth: 1, exponent }), message);
    fails(() => sumPower({ bandwidth: 1, exponent }), message);
    fails(() => lpq({ bandwidth: 1, p: exponent, q: 0.1 }), `lpq: p is ${exponent};`);
  }
  fails(() => lpq({ bandwidth: 1, p: 1, q: 1.5 }), 'lpq: q is 1.5; give a number above 0, at most 1');
  fails(() => sumPower({ bandwidth: 1, mix: 1 }), 'sumPower: mix is 1; give a number of at least 0, below 1');
  fails(() => sumPower({ bandwidth: 1, mix: -0.1 }), 'sumPower: mix is -0.1;');
  fails(
    () => sumPower({ bandwidth: 1, power: 1.5 }),
    'sumPower: power is 1.5; give an integer of at least 1',
  );
  fails(() => reluNtk({ depth: 0 }), 'reluNtk: depth is 0; give an integer of at least 1');
  fails(() => reluNtk().withBandwidth(2), 'reluNtk.withBandwidth: bandwidth is 2; this kernel has none');
});

test('points whose squared length overflows', () => {
  const far = fromRows([[1e30], [-1e30]], 'float32');
  for (const kernel of [laplace({ bandwidth: 1 }), gaussian({ bandwidth: 1 }), reluNtk()]) {
    fails(() => kernel.matrix(far), `${kernel.spec.name}.matrix: x has a point of squared length`);
  }
});

test('kernelFrom: a spec that is none, unknown or incomplete', () => {
  const from = (spec: unknown) => () => kernelFrom(spec as KernelSpec);
  fails(from(null), "kernelFrom: spec is null; give a kernel's spec");
  fails(from({ name: 'polynomial' }), 'kernelFrom: spec.name is polynomial; give one of laplace, gaussian,');
  fails(from({ bandwidth: 1 }), 'kernelFrom: spec.name is undefined;');
  fails(from({ name: 'laplace' }), 'kernelFrom: spec.bandwidth is undefined; give a number');
  fails(from({ name: 'laplace', bandwidth: '1' }), 'kernelFrom: spec.bandwidth is 1; give a number');
  fails(from({ name: 'laplace', bandwidth: -1 }), 'laplace: bandwidth is -1; give a positive number');
  fails(
    from({ name: 'laplace', bandwidth: 1, exponent: 1 }),
    'kernelFrom: spec.exponent is no parameter of laplace; it has bandwidth',
  );
});

test('medianDistance: too few points, or a sample that is none', () => {
  fails(() => medianDistance(points(1, 3, 0)), 'medianDistance: x has 1 row; a distance needs two');
  fails(() => medianDistance(x, { points: 1 }), 'medianDistance: points is 1; give an integer of at least 2');
  fails(() => medianDistance(withEntry(x, NaN)), 'medianDistance: x has NaN at position 4;');
  fails(() => medianDistance(x, { metric: new Float64Array(2) }), 'medianDistance: metric has 2 numbers;');
});
