import type { BigNumber } from 'mathjs';
import { describe, expect, test } from 'vitest';
import {
  mapGaussian,
  mapGaussianFactor,
  mapGeneralisedLaplace,
  mapGeneralisedLaplaceFactor,
  mapLaplace,
  mapLaplaceFactor,
} from 'agop/elementwise/gram-maps';
import { mapReluStep } from 'agop/elementwise/map-relu-step';
import { mapExp, mapLog, mapSqrt } from 'agop/elementwise/plain-maps';
import { Matrix } from 'agop/linalg/matrix';
import { big, double, exact, PI, single, ulps } from './exact.js';

type Data = Float64Array | Float32Array;

// Low-discrepancy points: a sweep without a seed to choose.
const sweep = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, (_, i) => low + (high - low) * ((i * 0.6180339887498949) % 1));

function mapped<T extends Data>(map: (data: Data) => void, data: T): T {
  const copy = data.slice() as T;
  map(copy);
  return copy;
}

function worstUlps(map: (data: Data) => void, inputs: Data, reference: (x: BigNumber) => BigNumber): number {
  const got = mapped(map, inputs);
  const format = inputs instanceof Float64Array ? double : single;
  let worst = 0;
  for (let i = 0; i < got.length; i++)
    worst = Math.max(worst, ulps(got[i], reference(exact(inputs[i])), format));
  return worst;
}

describe('mapExp', () => {
  // Single: 0.5 ulp for the last addition, 0.55 for the rounding of r and of r + r^2 q, 0.05 for the sum cut off. Double:
  // 0.5 for the last addition, 0.5 for the entry of the table, 0.03 for the cubic.
  const bound = 1.1;

  test('is within 1.1 ulp in double precision, from subnormal results to the largest', () => {
    const inputs = Float64Array.from([
      ...sweep(600, -745, 709.7),
      ...sweep(600, -1, 1),
      ...sweep(200, -745, -700),
      ...[-700, 700, 709.78, -745.13, -745.14, -0.34657359027997264, 0.34657359027997264, 1e-300, 5e-324],
    ]);
    expect(worstUlps(mapExp, inputs, (x) => x.exp())).toBeLessThanOrEqual(bound);
  });

  test('is within 1.1 ulp in single precision, from subnormal results to the largest', () => {
    const inputs = Float32Array.from([
      ...sweep(600, -103, 88.7),
      ...sweep(400, -1, 1),
      ...sweep(100, -103, -87),
    ]);
    expect(worstUlps(mapExp, inputs, (x) => x.exp())).toBeLessThanOrEqual(bound);
  });

  for (const [array, extremes] of [
    [Float64Array, [-745, -720, 705, 709.7, -800, 800, NaN]],
    [Float32Array, [-103, -90, 88, -200, 200, NaN]],
  ] as const) {
    test(`does not depend on the other numbers of a vector in a ${array.name}`, () => {
      for (const x of [...sweep(100, -100, 80), ...extremes]) {
        const alone = mapped(mapExp, new array([x]))[0];
        for (const other of extremes) expect(mapped(mapExp, new array([other, x, other, x]))[1]).toBe(alone);
      }
    });
  }

  test('is exact at 0, -0, the infinities, NaN, and beyond overflow and underflow', () => {
    const special = [0, -0, Infinity, -Infinity, NaN, 710, 1e38, -746, -1e38];
    const want = [1, 1, Infinity, 0, NaN, Infinity, Infinity, 0, 0];
    expect(Array.from(mapped(mapExp, Float64Array.from(special)))).toEqual(want);
    expect(Array.from(mapped(mapExp, Float32Array.from(special)))).toEqual(want);
  });
});

describe('mapLog', () => {
  test('is within 1 ulp in double precision, subnormal arguments included', () => {
    const inputs = Float64Array.from([
      ...sweep(400, -1074, 1023.9).map((e) => 2 ** e),
      ...sweep(400, 0.5, 2),
      ...sweep(200, 0.999, 1.001),
      ...[5e-324, 1 - 2 ** -53, 1 + 2 ** -52, Number.MAX_VALUE],
    ]);
    expect(worstUlps(mapLog, inputs, (x) => x.ln())).toBeLessThanOrEqual(1);
  });

  test('is within 1 ulp in single precision, subnormal arguments included', () => {
    const inputs = Float32Array.from([...sweep(400, -149, 127.9).map((e) => 2 ** e), ...sweep(400, 0.5, 2)]);
    expect(worstUlps(mapLog, inputs, (x) => x.ln())).toBeLessThanOrEqual(1);
  });

  test('gives -Infinity at 0, NaN below 0, 0 at 1', () => {
    const special = [0, -0, -1, -Infinity, Infinity, NaN, 1];
    const want = [-Infinity, -Infinity, NaN, NaN, Infinity, NaN, 0];
    expect(Array.from(mapped(mapLog, Float64Array.from(special)))).toEqual(want);
    expect(Array.from(mapped(mapLog, Float32Array.from(special)))).toEqual(want);
  });
});

test('mapSqrt agrees with the correctly rounded Math.sqrt to the bit', () => {
  const inputs = Float64Array.from([
    ...sweep(1000, -1074, 1023).map((e) => 2 ** e),
    0,
    -0,
    Infinity,
    -1,
    NaN,
  ]);
  expect(mapped(mapSqrt, inputs)).toEqual(inputs.map(Math.sqrt));
});

describe('maps over a Gram matrix', () => {
  // Integer inner products and norms: dist^2 is exact, so that only the map itself is measured. The parameters are
  // numbers of both precisions.
  const bandwidth = 1.6875;
  const exponent = 1.375;
  const L = exact(bandwidth);
  const n = 41;
  const m = 23;
  const inner = (i: number, j: number): number => -((i * j) % 7);
  const norms = {
    xNorms: Array.from({ length: n }, (_, i) => i * i),
    zNorms: Array.from({ length: m }, (_, j) => 4 * j),
  };
  const gram = (data: Data): Matrix =>
    new Matrix(
      n,
      m,
      data.map((_, k) => inner(Math.floor(k / m), k % m)),
    );
  const laplace = (d2: BigNumber): BigNumber => d2.sqrt().div(L).neg().exp();
  const gaussian = (d2: BigNumber): BigNumber => d2.div(L).div(L).div(-2).exp();
  const ratio = (d2: number): number => Math.sqrt(d2) / bandwidth;

  // `bound` is what the map's docstring states, in units of u.
  const cases = {
    mapLaplace: {
      run: (g: Matrix) => mapLaplace(g, { bandwidth, ...norms }),
      want: laplace,
      bound: (d2: number) => 4 + 4 * ratio(d2),
    },
    mapLaplaceFactor: {
      run: (g: Matrix) => mapLaplaceFactor(g, { bandwidth, ...norms }),
      want: (d2: BigNumber) => (d2.isZero() ? big('0') : laplace(d2).div(L).div(d2.sqrt())),
      bound: (d2: number) => 8 + 4 * ratio(d2),
    },
    mapGaussian: {
      run: (g: Matrix) => mapGaussian(g, { bandwidth, ...norms }),
      want: gaussian,
      bound: (d2: number) => 4 + 2 * ratio(d2) ** 2,
    },
    mapGaussianFactor: {
      run: (g: Matrix) => mapGaussianFactor(g, { bandwidth, ...norms }),
      want: (d2: BigNumber) => gaussian(d2).div(L).div(L),
      bound: (d2: number) => 7 + 2 * ratio(d2) ** 2,
    },
    mapGeneralisedLaplace: {
      run: (g: Matrix) => mapGeneralisedLaplace(g, { bandwidth, exponent, ...norms }),
      want: (d2: BigNumber) => (d2.isZero() ? big('1') : d2.sqrt().div(L).pow(exact(exponent)).neg().exp()),
      bound: (d2: number) => {
        const t = ratio(d2) ** exponent;
        return 4 + t * (4 + 2 * exponent + 4 * Math.abs(Math.log(t || 1)));
      },
    },
    mapGeneralisedLaplaceFactor: {
      run: (g: Matrix) => mapGeneralisedLaplaceFactor(g, { bandwidth, exponent, ...norms }),
      want: (d2: BigNumber) => {
        if (d2.isZero()) return big('0');
        const q = exact(exponent);
        const t = d2.sqrt().div(L).pow(q);
        return q.mul(t).mul(t.neg().exp()).div(d2);
      },
      bound: (d2: number) => {
        const t = ratio(d2) ** exponent;
        return 12 + (1 + t) * (4 + 2 * exponent + 4 * Math.abs(Math.log(t || 1)));
      },
    },
  };
  const precisions = [
    { data: new Float64Array(n * m), u: 2 ** -53, least: 1e-300 },
    { data: new Float32Array(n * m), u: 2 ** -24, least: 1e-37 },
  ];

  for (const [name, { run, want, bound }] of Object.entries(cases)) {
    for (const { data, u, least } of precisions) {
      test(`${name} keeps its stated relative error in a ${data.constructor.name}`, () => {
        const g = gram(data);
        run(g);
        let worst = 0;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < m; j++) {
            const d2 = norms.xNorms[i] + norms.zNorms[j] - 2 * inner(i, j);
            const right = want(exact(d2));
            if (right.isZero()) expect(g.get(i, j)).toBe(0);
            else if (right.lt(least)) expect(Math.abs(g.get(i, j))).toBeLessThanOrEqual(2 * least);
            else
              worst = Math.max(
                worst,
                exact(g.get(i, j)).div(right).sub(1).abs().toNumber() / (bound(d2) * u),
              );
          }
        }
        expect(worst).toBeLessThanOrEqual(1);
      });
    }
  }

  for (const [data, near, far] of [
    // Above and below 1e-14 and 1e-6 of |x|^2 + |z|^2 = 2.
    [new Float64Array(4), 0.9e-14, 1.1e-14],
    [new Float32Array(4), 0.9e-6, 1.1e-6],
  ] as const) {
    test(`a squared distance within rounding counts as 0, on either side, in a ${data.constructor.name}`, () => {
      const g = new Matrix(1, 4, data.slice());
      g.data.set([1 + far, 1, 1 - near, 1 - far]);
      const factor = g.clone();
      const equal = { xNorms: [1], zNorms: [1, 1, 1, 1], bandwidth: 1 };
      mapLaplace(g, equal);
      mapLaplaceFactor(factor, equal);
      expect(Array.from(g.data.subarray(0, 3))).toEqual([1, 1, 1]);
      expect(g.data[3]).toBeLessThan(1);
      expect(Array.from(factor.data.subarray(0, 3))).toEqual([0, 0, 0]);
      expect(factor.data[3]).toBeGreaterThan(0.5 / Math.sqrt(2 * far));
    });
  }

  test('NaN in the Gram matrix stays NaN, infinite distance gives 0', () => {
    const g = new Matrix(1, 2, new Float64Array([NaN, -Infinity]));
    mapLaplace(g, { xNorms: [1], zNorms: [1, 1], bandwidth: 1 });
    expect(Array.from(g.data)).toEqual([NaN, 0]);
  });
});

describe('mapReluStep', () => {
  for (const [array, u] of [
    [Float64Array, 2 ** -53],
    [Float32Array, 2 ** -24],
  ] as const) {
    test(`k0 and k1 are within 4 u of the exact values in a ${array.name}, ends included`, () => {
      const c = array.from([...sweep(400, -1, 1), -1, 1, 0, -0, 0.5, -0.5, 1 - 2 * u, -1 + 2 * u, 1e-30]);
      const sigma = new Matrix(1, c.length, c.slice());
      // Beside a theta this large, s k1 is below the last place of the sum: k0 alone is left.
      const large = 2 ** 60;
      const theta = new Matrix(1, c.length, c.slice().fill(large));
      mapReluStep(sigma, theta, { xVariances: [1], zVariances: new Array<number>(c.length).fill(1) });
      let worst = 0;
      for (let i = 0; i < c.length; i++) {
        const x = exact(c[i]);
        const angle = PI.sub(x.acos());
        const k0 = angle.div(PI);
        const k1 = big('1').sub(x.mul(x)).sqrt().add(x.mul(angle)).div(PI);
        const error0 = exact(theta.data[i] / large).sub(k0);
        const error1 = exact(sigma.data[i]).sub(k1);
        worst = Math.max(worst, error0.abs().toNumber() / u, error1.abs().toNumber() / u);
      }
      expect(worst).toBeLessThanOrEqual(4);
    });
  }

  test('a point without variance gives 0, and a correlation above 1 by rounding counts as 1', () => {
    const sigma = new Matrix(2, 2, new Float64Array([0, 0, 0, 4 + 1e-14]));
    const theta = new Matrix(2, 2, new Float64Array([0, 0, 0, 3]));
    mapReluStep(sigma, theta, { xVariances: [0, 4], zVariances: [0, 4] });
    // 2 ulp of 4: pi / pi is one rounded product away from 1.
    expect(Math.abs(sigma.data[3] - 4)).toBeLessThanOrEqual(2 ** -49);
    expect(Math.abs(theta.data[3] - 7)).toBeLessThanOrEqual(2 ** -49);
    expect(Array.from(sigma.data.subarray(0, 3))).toEqual([0, 0, 0]);
  });
});
