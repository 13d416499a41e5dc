import { InputError } from 'agop/errors';
import { deepKernels } from 'agop/kernels/dual/deep-kernels';
import { erfDual } from 'agop/kernels/dual/erf-dual';
import { cntk } from 'agop/kernels/cntk/cntk';
import type { CntkLayer } from 'agop/kernels/cntk/cntk-layers';
import { priorPairs } from 'agop/kernels/cntk/prior-pairs';
import { leakyReluDual } from 'agop/kernels/dual/leaky-relu-dual';
import { optimalDual } from 'agop/kernels/dual/optimal-dual';
import { reluDual } from 'agop/kernels/dual/relu-dual';
import { sineDual } from 'agop/kernels/dual/sine-dual';
import { activation } from 'agop/kernels/layers/activation';
import { averagePool } from 'agop/kernels/layers/average-pool';
import { convolution } from 'agop/kernels/layers/convolution';
import { dense } from 'agop/kernels/layers/dense';
import { flatten } from 'agop/kernels/layers/flatten';
import { type KernelLayer, pictureState, tableState } from 'agop/kernels/layers/layer-state';
import { sampling } from 'agop/kernels/layers/sampling';
import { serial } from 'agop/kernels/layers/serial';
import { reluNtk } from 'agop/kernels/relu-ntk';
import { Matrix } from 'agop/linalg/matrix';
import { Random } from 'agop/linalg/random';
import { describe, expect, it } from 'vitest';

const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

function unitRows(n: number, d: number, seed: number): Matrix {
  const x = new Random(seed).uniformMatrix(n, d);
  for (let i = 0; i < n; i++) {
    const length = Math.hypot(...x.row(i));
    x.row(i).set(x.row(i).map((value) => value / length));
  }
  return x;
}

const rows = (m: Matrix, from: number, to: number): Matrix =>
  new Matrix(to - from, m.cols, m.data.slice(from * m.cols, to * m.cols));

describe('layers of a dense network', () => {
  it.each([erfDual, sineDual(2), optimalDual(4), reluDual])(
    'compose to the recursion of deep kernels: $name',
    (dual) => {
      const x = unitRows(6, 4, 1);
      const hidden = [1, 2, 3].flatMap(() => [dense(), activation(dual)]);
      const { sigma, theta } = serial(...hidden, dense())(tableState(x));
      for (let i = 0; i < 6; i++) {
        for (let j = 0; j < i; j++) {
          const delta = Array.from(x.row(i)).reduce((sum, v, k) => sum + (v - x.get(j, k)) ** 2, 0) / 2;
          const { nngp, ntk } = deepKernels(dual, delta, 3);
          expect(sigma.get(i, j)).toBeCloseTo(Math.exp(nngp), 12);
          expect(theta.get(i, j)).toBeCloseTo(Math.exp(ntk), 12);
        }
      }
    },
  );

  it('compose to the ReLU tangent kernel on rows of any length', () => {
    const x = new Random(2).normalMatrix(5, 3);
    const { theta } = serial(dense(), activation(reluDual), dense())(tableState(x));
    const other = reluNtk({ depth: 1 }).matrix(x);
    // arccos near 1 loses half of the digits on one of the two diagonals at most.
    expect(
      gap(
        theta.data,
        other.data.map((v) => v * (theta.data[1] / other.data[1])),
      ),
    ).toBeLessThan(1e-6);
  });

  it('give the block of two sets of points that the kernel of all of them has', () => {
    const x = unitRows(5, 3, 3);
    const net = serial(dense({ biases: 0.3, weights: 0.7 }), activation(leakyReluDual(0.2)), dense());
    const all = net(tableState(x)).theta;
    const across = net(tableState(rows(x, 0, 2), rows(x, 2, 5))).theta;
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 3; j++) expect(across.get(i, j)).toBeCloseTo(all.get(i, j + 2), 13);
    }
  });

  it('with biases have the second moments of a wide network', () => {
    const [x, width] = [unitRows(3, 3, 4), 200_000];
    const { sigma } = serial(dense({ weights: 0.8, biases: 0.5 }), activation(reluDual))(tableState(x));
    const random = new Random(5);
    const sum = new Float64Array(9);
    for (let k = 0; k < width; k++) {
      const [w, bias] = [
        [0, 1, 2].map(() => Math.sqrt(0.8) * random.normal()),
        Math.sqrt(0.5) * random.normal(),
      ];
      const h = [0, 1, 2].map((i) => Math.max(0, bias + w.reduce((s, v, j) => s + v * x.get(i, j), 0)));
      for (let i = 0; i < 9; i++) sum[i] += (2 * h[Math.floor(i / 3)] * h[i % 3]) / width;
    }
    // 200,000 draws of a variable whose deviation is about 3.
    expect(gap(sigma.data, sum)).toBeLessThan(0.03);
  });
});

describe('layers of a convolutional network', () => {
  const layersOf = (layers: readonly CntkLayer[], slope: number): KernelLayer[] =>
    layers.flatMap((layer, l) => {
      if (typeof layer === 'string') return [sampling(layer)];
      const conv = convolution({ window: layer.convolution });
      return l < layers.length - 1 ? [conv, activation(leakyReluDual(slope))] : [conv];
    });

  it.each(['nearest', 'bilinear'] as const)('compose to the completion kernel, %s sampling', (up) => {
    const channels = new Random(6).normalMatrix(2, 16);
    const conv = { convolution: 3 };
    const layers: CntkLayer[] = [conv, 'down', conv, up, conv, conv];
    const picture = new Matrix(1, 32, channels.data.slice());
    const { theta } = serial(...layersOf(layers, 0.01))(pictureState(picture, picture, { channels: 2 }));
    const other = cntk(priorPairs(channels), { layers, slope: 0.01 }).values;
    // The last window is summed there and averaged here.
    expect(
      gap(
        theta.data.map((v) => 9 * v),
        other.data,
      ) / Math.max(...other.data),
    ).toBeLessThan(2e-7);
  });

  it('with pooling and a readout are the kernel of a wide network', () => {
    // conv 3 x 3, ReLU, average pool 2, flatten, dense, on 4 x 4 pictures: sums over 20,000 random filters.
    const [d, filters] = [4, 20_000];
    const pictures = new Random(7).normalMatrix(2, d * d);
    const net = serial(convolution(), activation(reluDual), averagePool({ window: 2 }), flatten, dense());
    const { sigma, theta } = net(pictureState(pictures, pictures, { channels: 1 }));
    const random = new Random(8);
    const [covariance, tangent] = [new Float64Array(4), new Float64Array(4)];
    for (let f = 0; f < filters; f++) {
      const w = Array.from({ length: 9 }, () => random.normal());
      const found = [0, 1].map((i) => pooledUnit(pictures.row(i), w, d));
      for (let k = 0; k < 4; k++) {
        const [a, b] = [found[k >> 1], found[k & 1]];
        for (let q = 0; q < 4; q++) covariance[k] += (a.values[q] * b.values[q]) / (4 * filters);
        for (let q = 0; q < 36; q++) tangent[k] += (a.slopes[q] * b.slopes[q]) / (4 * filters);
      }
    }
    // Relative deviation of a filter's share below 3, of 20,000 below 0.02.
    const scale = Math.max(...theta.data);
    expect(gap(sigma.data, covariance) / scale).toBeLessThan(0.03);
    expect(
      gap(
        theta.data,
        covariance.map((v, k) => v + tangent[k]),
      ) / scale,
    ).toBeLessThan(0.03);
  });
});

/** Pooled values of one random filter on a picture, and their derivatives by the nine weights, 2 x 2 positions. */
function pooledUnit(
  picture: ArrayLike<number>,
  w: number[],
  d: number,
): { values: number[]; slopes: number[] } {
  const [values, slopes] = [new Array<number>(4).fill(0), new Array<number>(36).fill(0)];
  for (let p = 0; p < d * d; p++) {
    const [r, c] = [Math.floor(p / d), p % d];
    const inputs = w.map(
      (_, k) => picture[((r + Math.floor(k / 3) - 1 + d) % d) * d + ((c + (k % 3) - 1 + d) % d)] / 3,
    );
    const z = inputs.reduce((sum, x, k) => sum + w[k] * x, 0);
    if (z <= 0) continue;
    const home = Math.floor(r / 2) * 2 + Math.floor(c / 2);
    values[home] += (Math.SQRT2 * z) / 4;
    inputs.forEach((x, k) => (slopes[home * 9 + k] += (Math.SQRT2 * x) / 4));
  }
  return { values, slopes };
}

describe('layers refuse', () => {
  const pictures = new Random(9).normalMatrix(2, 16);
  const state = pictureState(pictures, pictures, { channels: 1 });
  it.each([
    ['no layers', () => serial(), /serial: layers are none/],
    [
      'a dense layer on pictures',
      () => dense()(state),
      /dense: state has pictures of 4 x 4; flatten them first/,
    ],
    ['a pool that does not fit', () => averagePool({ window: 3 })(state), /averagePool: window is 3/],
    [
      'variances that erf was not scaled for',
      () => activation(erfDual)(state),
      /activation: dual \(erf\) meets the variance/,
    ],
    [
      'rows that are no square pictures',
      () => pictureState(pictures, pictures, { channels: 3 }),
      /pictureState: x has 16 columns/,
    ],
    [
      'points of two dimensions',
      () => tableState(pictures, new Matrix(1, 4, new Float64Array(4))),
      /pictureState: z/,
    ],
    ['a negative variance', () => dense({ weights: -1 }), /dense: weights/],
    ['a window of 0', () => convolution({ window: 0 }), /convolution: window is 0/],
  ])('%s', (_what, call, message) => {
    expect(call).toThrow(InputError);
    expect(call).toThrow(message);
  });
});
